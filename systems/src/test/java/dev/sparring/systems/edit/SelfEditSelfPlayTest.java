package dev.sparring.systems.edit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.core.Adapted;
import dev.sparring.core.Attempt;
import dev.sparring.core.AttemptedRound;
import dev.sparring.core.Completion;
import dev.sparring.core.DropReason;
import dev.sparring.core.Outcome;
import dev.sparring.core.Problem;
import dev.sparring.core.Proposal;
import dev.sparring.core.ProposedRound;
import dev.sparring.core.RandomStream;
import dev.sparring.core.Role;
import dev.sparring.core.Round;
import dev.sparring.core.ScoredRound;
import dev.sparring.core.Verdict;
import dev.sparring.core.check.Checks;
import dev.sparring.core.check.Judgement;
import dev.sparring.core.check.Mark;
import dev.sparring.core.plugin.NumberValues;
import dev.sparring.core.selfplay.Adaptation;
import dev.sparring.core.selfplay.InnerLearning;
import dev.sparring.core.selfplay.Progress;
import dev.sparring.core.selfplay.Questions;
import dev.sparring.core.selfplay.RoleLearning;
import dev.sparring.core.selfplay.SelfPlay;
import dev.sparring.core.task.Tasks;
import dev.sparring.core.vote.VoteRule;
import dev.sparring.systems.SystemRounds;
import dev.sparring.systems.correction.CorrectionSelfPlay;
import dev.sparring.systems.judge.JudgeSelfPlay;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SelfEditSelfPlayTest {
  private static final String PASSAGE = "473:1=52,2=17,4=80";
  private static final Problem PROBLEM = new Problem("p", 0, PASSAGE, PASSAGE);
  private static final RandomStream RANDOM = RandomStream.of(5);
  private static final Facts FACTS = new Facts();

  private static SelfPlay play(double passage, double aboveMean) {
    return new SelfEditSelfPlay()
        .with(
            FACTS,
            VoteRule.DEFAULT,
            new NumberValues(
                Map.of(
                    "rank", 8.0,
                    "alpha", 16.0,
                    "rate", 0.01,
                    "epochs", 3.0,
                    "batch", 2.0,
                    "passage", passage,
                    "above-mean", aboveMean)));
  }

  /** Edits; {@code _} can't be read. Ids are a0, a1, … */
  private static List<Attempt> edits(String... texts) {
    List<Attempt> attempts = new ArrayList<>();
    for (String text : texts) {
      boolean read = !text.equals("_");
      attempts.add(
          new Attempt(
              "a" + attempts.size(),
              "p",
              attempts.size(),
              SystemRounds.completion(text, 3),
              read ? Optional.of(text) : Optional.empty(),
              read ? "pairs" : Attempt.MALFORMED));
    }
    return attempts;
  }

  private static AttemptedRound round(Adapted adapted, String... texts) {
    ProposedRound proposed =
        new ProposedRound(
            new Round(1, 0, 7, 1, texts.length), List.of(Proposal.of(PROBLEM, Completion.NONE)), 0);
    return new AttemptedRound(proposed, edits(texts), Map.of(), 0).with(adapted);
  }

  private static Judgement judged(SelfPlay play, AttemptedRound round) {
    Verdict vote = new Verdict("p", 4, 3, Optional.of("vote"), 1, 1, 0);
    return play.judge(Checks.of(round).get(0), Judgement.vote(vote));
  }

  /** a0 is right about 2 of 3, a1 about none and once not readable, a2 malformed, a3 lost. */
  private static final AttemptedRound ROUND =
      round(
          new Adapted(
              Map.of("a0", List.of("#52", "#17", "#81"), "a1", List.of("#53", "17", "#81")),
              Map.of("a3", new DropReason.Lost("no memory")),
              1),
          "*1=52;*2=17",
          "*1=53",
          "_",
          "*1=52");

  @Test
  void anEditEarnsTheShareOfTheQuestionsThatAreAnsweredRightlyAfterIt() {
    SelfPlay play = play(1, 0);
    Judgement judgement = judged(play, ROUND);
    Map<String, Outcome> outcomes =
        play.outcomes(
            Checks.of(ROUND).get(0),
            judgement,
            (role, answer) -> {
              throw new AssertionError("solver.reward is not asked");
            },
            new Progress(1, 2));
    assertThat(outcomes)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "a0", new Outcome.Scored(2 / 3.0),
                "a1", new Outcome.Scored(0),
                "a2", new Outcome.Scored(0),
                "a3", new Outcome.Dropped(new DropReason.Lost("no memory"))));
    assertThat(judgement.verdict().label()).contains("*1=52;*2=17");
    assertThat(((Mark.Judged) judgement.marks().get("a1")).tests())
        .extracting(Mark.TestResult::outcome)
        .containsExactly("wrong", "malformed", "wrong");
  }

  @Test
  void gatesSeeTheShareOfSelfEditsAfterWhichEveryReplyIsRight() {
    List<String> right = List.of("#52", "#17", "#80");
    AttemptedRound round =
        round(
            new Adapted(
                Map.of("a0", right, "a1", List.of("#52", "#17", "#81"), "a2", right, "a3", right),
                Map.of(),
                1),
            "*1=52",
            "*1=53",
            "*1=52;*2=17",
            "*2=17");
    Verdict verdict = judged(play(1, 0), round).verdict();
    assertThat(verdict.share()).isEqualTo(3 / 4.0);
    assertThat(verdict.label()).contains("*1=52");
  }

  @Test
  void metricsCountWhatTheRoundHad() {
    Map<String, Outcome> outcomes = new HashMap<>();
    outcomes.put("a0", new Outcome.Scored(2 / 3.0));
    outcomes.put("a1", new Outcome.Scored(0));
    outcomes.put("a2", new Outcome.Scored(0));
    outcomes.put("a3", new Outcome.Dropped(new DropReason.Lost("no memory")));
    Map<String, Double> metrics =
        play(1, 0).metrics(new ScoredRound(ROUND, List.of(), outcomes, 0), FACTS);
    assertThat(metrics)
        .containsEntry("edit/reward", 2 / 9.0)
        .containsEntry("edit/best", 2 / 3.0)
        .containsEntry("edit/spread", 2 / 3.0)
        .containsEntry("edit/texts", (2 + 1 + 1) / 3.0)
        .containsEntry("edit/malformed", 1 / 4.0);
  }

  @Test
  void whatIsLearnedIsThePassageAndTheTextsOfTheEdit() {
    Adaptation with = tried(play(1, 0), "*1=52;*2=17").orElseThrow();
    assertThat(with.texts())
        .containsExactly(
            FACTS.text(PASSAGE),
            FACTS.texts(PASSAGE, "*1=52;*2=17").get(0),
            FACTS.texts(PASSAGE, "*1=52;*2=17").get(1));
    assertThat(with.learning()).isEqualTo(new InnerLearning(8, 16, 0.01, 3, 2));
    assertThat(with.questions()).hasSize(3);
    assertThat(with.random()).isEqualTo(RANDOM);
    assertThat(tried(play(0, 0), "*1=52").orElseThrow().texts())
        .isEqualTo(FACTS.texts(PASSAGE, "*1=52"));
    assertThat(tried(play(1, 0), "_")).isEmpty();
  }

  private static Optional<Adaptation> tried(SelfPlay play, String text) {
    return play.innerLoop().orElseThrow().adaptation(PROBLEM, edits(text).get(0), RANDOM);
  }

  @Test
  void controlsLearnNothingOrThePassageAlone() {
    Map<String, Adaptation> controls =
        play(1, 0).innerLoop().orElseThrow().controls(PROBLEM, RANDOM);
    assertThat(controls).containsOnlyKeys("unedited", "passage");
    assertThat(controls.get("unedited").texts()).isEmpty();
    assertThat(controls.get("passage").texts()).containsExactly(FACTS.text(PASSAGE));
  }

  @Test
  void theBestEditsAreImitatedAndNothingElseIsLearned() {
    assertThat(play(1, 0).learning(Role.SOLVER, new Progress(1, 2)).selection())
        .isEqualTo(RoleLearning.Selection.BEST);
    assertThat(play(1, 1).learning(Role.SOLVER, new Progress(1, 2)).selection())
        .isEqualTo(RoleLearning.Selection.ABOVE_MEAN);
    assertThat(play(1, 0).learning(Role.PROPOSER, new Progress(1, 2)).imitates()).isFalse();
  }

  @Test
  void itTakesTasksWithPassagesAndNoOtherKindDoes() {
    assertThat(new SelfEditSelfPlay().objection(FACTS)).isEmpty();
    assertThat(new SelfEditSelfPlay().objection(Tasks.named("addition").orElseThrow()))
        .contains("tasks with passages, such as facts; addition has none");
    assertThat(new CorrectionSelfPlay().objection(FACTS)).isPresent();
    assertThat(new JudgeSelfPlay().objection(FACTS)).isPresent();
    assertThat(new Questions().objection(FACTS))
        .contains("tasks whose answers are right or wrong; facts takes self-edit");
  }
}
