package dev.sparring.core.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparring.core.Attempt;
import dev.sparring.core.AttemptedRound;
import dev.sparring.core.ChatMessage;
import dev.sparring.core.DropReason;
import dev.sparring.core.Outcome;
import dev.sparring.core.RandomStream;
import dev.sparring.core.ScoredRound;
import dev.sparring.core.Verdict;
import dev.sparring.core.check.Checks;
import dev.sparring.core.check.Judgement;
import dev.sparring.core.check.MajorityVote;
import dev.sparring.core.check.Mark;
import dev.sparring.core.ledger.Ledger;
import dev.sparring.core.task.Parsed;
import dev.sparring.core.task.Task;
import dev.sparring.core.vote.VoteRule;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RoundScorerTest {
  private static final Outcome ONE = new Outcome.Scored(1);
  private static final Outcome ZERO = new Outcome.Scored(0);

  /** Knows that every problem's answer is 8, and remembers whether somebody asked. */
  private static final class Eight implements Task {
    private boolean asked;

    @Override
    public String name() {
      return "eight";
    }

    @Override
    public String description() {
      return "always 8";
    }

    @Override
    public List<ChatMessage> topic(RandomStream random) {
      return List.of();
    }

    @Override
    public Parsed<Statement> parseProblem(String completion) {
      return Parsed.malformed("never");
    }

    @Override
    public List<ChatMessage> question(String problem) {
      return List.of();
    }

    @Override
    public Parsed<String> parseAnswer(String completion) {
      return Parsed.malformed("never");
    }

    @Override
    public Optional<String> truth(String problem) {
      asked = true;
      return Optional.of("8");
    }
  }

  private final Eight task = new Eight();

  private static List<Judgement> judgements(AttemptedRound round) {
    return Checks.all(new MajorityVote(VoteRule.DEFAULT), Checks.of(round))
        .toCompletableFuture()
        .join();
  }

  private Map<String, Outcome> outcomes(SolverReward solver, String rule, Rounds rounds) {
    return score(solver, ProposerReward.named(rule), RefusalRule.ZERO, rounds).outcomes();
  }

  private ScoredRound score(
      SolverReward solver, ProposerReward proposer, RefusalRule malformed, Rounds rounds) {
    return score(solver, proposer, malformed, RefusalRule.MASK, rounds);
  }

  private ScoredRound score(
      SolverReward solver,
      ProposerReward proposer,
      RefusalRule malformed,
      RefusalRule repeated,
      Rounds rounds) {
    AttemptedRound round = rounds.build();
    ScoredRound scored =
        new RoundScorer(VoteRule.DEFAULT, solver, proposer, malformed, repeated, task)
            .score(round, judgements(round), () -> 1.5);
    Ledger.audit(scored); // every test: one outcome each
    assertThat(scored.attempted()).isSameAs(round);
    assertThat(scored.seconds()).isEqualTo(1.5);
    return scored;
  }

  @Test
  void theMajorityEarnsAndTheProblemThatDividesEarns() {
    assertThat(outcomes(SolverReward.MAJORITY, "sqlm", new Rounds(4).problem("k", "7 7 8 _")))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("p0", ONE, "p0-0", ONE, "p0-1", ONE, "p0-2", ZERO, "p0-3", ZERO));
  }

  @Test
  void withoutLabelTheAttemptsAreDroppedAndTheProblemEarnsNothing() {
    Outcome none = new Outcome.Dropped(new DropReason.NoLabel());
    assertThat(outcomes(SolverReward.MAJORITY, "sqlm", new Rounds(4).problem("k", "7 7 8 8")))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("p0", ZERO, "p0-0", none, "p0-1", none, "p0-2", none, "p0-3", none));
  }

  @Test
  void aProposerThatKnowsTheTruthEarnsByRightAnswersAndTheSolverByAgreement() {
    assertThat(outcomes(SolverReward.MAJORITY, "truth", new Rounds(4).problem("k", "7 7 8 _")))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "p0",
                new Outcome.Scored(.75),
                "p0-0",
                ONE,
                "p0-1",
                ONE,
                "p0-2",
                ZERO,
                "p0-3",
                ZERO));
    assertThat(outcomes(SolverReward.MAJORITY, "truth", new Rounds(4).problem("k", "7 7 9 _")))
        .containsEntry("p0", ZERO);
  }

  @Test
  void whatTheMachineryLostIsDroppedAndDoesNotVote() {
    ScoredRound scored =
        score(
            SolverReward.MAJORITY,
            ProposerReward.named("sqlm"),
            RefusalRule.ZERO,
            new Rounds(4).problem("k", "7 ! 7 8"));
    assertThat(scored.outcomes())
        .containsEntry("p0-1", new Outcome.Dropped(new DropReason.Lost("worker lost")))
        .containsEntry("p0-2", ONE)
        .containsEntry("p0", ONE);
    assertThat(scored.verdicts()).extracting(Verdict::attempts).containsExactly(3);
  }

  @Test
  void aProblemThatLostItsAnswersIsDroppedNeverPunished() {
    Rounds rounds = new Rounds(4).problem("k", "! ! ! !").problem("l", "7 ! ! !");
    for (SolverReward solver : EnumSet.complementOf(EnumSet.of(SolverReward.TESTS))) {
      assertThat(outcomes(solver, "sqlm", rounds))
          .containsEntry("p0", new Outcome.Dropped(new DropReason.Lost("")))
          .containsEntry("p1", new Outcome.Dropped(new DropReason.Lost("")));
    }
  }

  @Test
  void aMalformedProposalIsRewardedOrMaskedAsConfigured() {
    Rounds rounds = new Rounds(2).rejected(new DropReason.Malformed("no question"), null);
    ProposerReward sqlm = ProposerReward.named("sqlm");
    assertThat(score(SolverReward.MAJORITY, sqlm, RefusalRule.ZERO, rounds).outcomes())
        .containsExactlyEntriesOf(Map.of("p0", ZERO));
    assertThat(score(SolverReward.MAJORITY, sqlm, RefusalRule.MASK, rounds).outcomes())
        .containsExactlyEntriesOf(Map.of("p0", new Outcome.Dropped(new DropReason.Malformed(""))));
  }

  @Test
  void aRepeatIsDroppedWithItsReason() {
    Rounds rounds =
        new Rounds(2)
            .problem("k", "7 7")
            .rejected(new DropReason.Refused("novel", "duplicate"), "k")
            .rejected(new DropReason.Refused("novel", "seen"), "old");
    assertThat(outcomes(SolverReward.MAJORITY, "sqlm", rounds))
        .containsEntry("p1", new Outcome.Dropped(new DropReason.Refused("novel", "duplicate")))
        .containsEntry("p2", new Outcome.Dropped(new DropReason.Refused("novel", "seen")));
  }

  @Test
  void aRepeatEarnsNothingAndIsLearnedFromWhereSoConfigured() {
    Rounds rounds =
        new Rounds(2)
            .rejected(new DropReason.Refused("held-out", "held-out"), "k")
            .rejected(new DropReason.Refused("novel", "seen"), "l")
            .rejected(new DropReason.Lost(""), null);
    assertThat(
            score(
                    SolverReward.MAJORITY,
                    ProposerReward.named("sqlm"),
                    RefusalRule.ZERO,
                    RefusalRule.ZERO,
                    rounds)
                .outcomes())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("p0", ZERO, "p1", ZERO, "p2", new Outcome.Dropped(new DropReason.Lost(""))));
  }

  @Test
  void rZeroTakesOffTheShareOfTheProblemsOwnDuplicates() {
    Rounds rounds =
        new Rounds(4)
            .problem("k", "7 7 8 _")
            .rejected(new DropReason.Refused("novel", "duplicate"), "k")
            .problem("l", "7 7 8 _")
            .rejected(new DropReason.Malformed("empty"), null);
    assertThat(outcomes(SolverReward.MAJORITY, "r-zero", rounds))
        .containsEntry("p0", new Outcome.Scored(1 - 0.5))
        .containsEntry("p2", new Outcome.Scored(1 - 0.25));
  }

  @Test
  void rZeroTakesOffTheShareOfProblemsThatAreAlikeWhereSoConfigured() {
    Rounds rounds =
        new Rounds(4)
            .problem("how many apples has Anna if she buys 3 more", "7 7 8 _")
            .problem("what is the area of a square", "7 7 8 _")
            .problem("how many apples has Anna if she buys 4 more", "7 7 8 _")
            .rejected(
                new DropReason.Refused("novel", "duplicate"),
                "how many apples has Anna if she buys 4 more");
    assertThat(
            score(
                    SolverReward.MAJORITY,
                    ProposerReward.named("r-zero").withAlike(true),
                    RefusalRule.ZERO,
                    rounds)
                .outcomes())
        .containsEntry("p0", new Outcome.Scored(1 - 0.75))
        .containsEntry("p1", new Outcome.Scored(1 - 0.25))
        .containsEntry("p2", new Outcome.Scored(1 - 0.75));
  }

  @Test
  void absoluteZeroTakesTheMeanOfTheSolversRewards() {
    assertThat(outcomes(SolverReward.TRUTH, "absolute-zero", new Rounds(4).problem("k", "7 7 7 8")))
        .containsEntry("p0", new Outcome.Scored(0.75))
        .containsEntry("p0-3", ONE)
        .containsEntry("p0-0", ZERO);
  }

  /** Every answer that is a number passes so many tests of ten; {@code x} is not judged. */
  private static List<Judgement> tested(AttemptedRound round) {
    List<Judgement> judgements = new ArrayList<>();
    for (Checks.Question question : Checks.of(round)) {
      Map<String, Mark> marks = new LinkedHashMap<>();
      List<Optional<String>> judged = new ArrayList<>();
      for (Attempt attempt : question.attempts()) {
        if (attempt.answer().equals(Optional.of("x"))) {
          marks.put(attempt.id(), new Mark.Unjudged(new DropReason.Lost("no child starts")));
        } else {
          double score = attempt.answer().map(Integer::parseInt).orElse(0) / 10.0;
          marks.put(attempt.id(), new Mark.Judged(score, List.of()));
          judged.add(attempt.answer());
        }
      }
      judgements.add(
          new Judgement(VoteRule.DEFAULT.decide(question.problem().id(), judged), marks));
    }
    return judgements;
  }

  private ScoredRound tested(SolverReward solver, Rounds rounds) {
    AttemptedRound round = rounds.build();
    ScoredRound scored =
        new RoundScorer(
                VoteRule.DEFAULT,
                solver,
                ProposerReward.named("sqlm-code"),
                RefusalRule.ZERO,
                RefusalRule.MASK,
                task)
            .score(round, tested(round), () -> 0);
    Ledger.audit(scored);
    return scored;
  }

  @Test
  void aProgramEarnsTheFractionOfTestsAndTheProblemThatIsPartlySolvedEarns() {
    ScoredRound scored =
        tested(SolverReward.TESTS, new Rounds(3).problem("k", "10 4 _").problem("l", "0 0 _"));
    assertThat(scored.outcomes())
        .containsEntry("p0-0", ONE)
        .containsEntry("p0-1", new Outcome.Scored(0.4))
        .containsEntry("p0-2", ZERO)
        .containsEntry("p0", ONE)
        .containsEntry("p1", ZERO);
    assertThat(scored.lost()).isEmpty();
  }

  @Test
  void whatCouldNotBeJudgedIsDroppedAndNeverPunishedUnderAnyReward() {
    Outcome lost = new Outcome.Dropped(new DropReason.Lost("no child starts"));
    for (SolverReward solver :
        List.of(SolverReward.TESTS, SolverReward.FORMAT, SolverReward.RANDOM)) {
      ScoredRound scored =
          tested(solver, new Rounds(3).problem("k", "10 x 10").problem("l", "x x x"));
      assertThat(scored.outcomes())
          .containsEntry("p0-1", lost)
          .containsEntry("p0", ZERO)
          .containsEntry("p1-0", lost)
          .containsEntry("p1", new Outcome.Dropped(new DropReason.Lost("")));
    }
  }

  @Test
  void aRoundInWhichNothingCouldBeJudgedIsLost() {
    assertThat(tested(SolverReward.TESTS, new Rounds(2).problem("k", "x _")).lost())
        .contains(new DropReason.Lost("no child starts"));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TESTS")
  void onlyTheTruthRewardAsksForTheTruth(SolverReward solver) {
    outcomes(solver, "sqlm", new Rounds(2).problem("k", "7 8"));
    assertThat(task.asked).isEqualTo(solver == SolverReward.TRUTH);
  }

  @Test
  void theRandomRewardOfAnAttemptDependsOnNothingButItsPlace() {
    Rounds one = new Rounds(4).problem("k", "7 7 8 _").problem("l", "1 2 3 4");
    Rounds other = new Rounds(4).problem("x", "_ _ _ _").problem("y", "5 5 5 5");
    Map<String, Outcome> first = outcomes(SolverReward.RANDOM, "sqlm", one);
    Map<String, Outcome> second = outcomes(SolverReward.RANDOM, "sqlm", other);
    for (Attempt attempt : one.build().attempts()) {
      assertThat(first.get(attempt.id())).isEqualTo(second.get(attempt.id()));
    }
  }

  @Test
  void theRandomRewardOfAnAttemptIsTheSameWhetherOrNotOthersWereLost() {
    Rounds whole = new Rounds(4).problem("k", "7 7 7 7").problem("l", "1 2 3 4");
    Rounds holes = new Rounds(4).problem("k", "! 7 ! 7").problem("l", "! 2 3 !");
    Map<String, Outcome> all = outcomes(SolverReward.RANDOM, "sqlm", whole);
    Map<String, Outcome> some = outcomes(SolverReward.RANDOM, "sqlm", holes);
    for (Attempt attempt : holes.build().attempts()) {
      assertThat(some.get(attempt.id())).as(attempt.id()).isEqualTo(all.get(attempt.id()));
    }
  }

  @Test
  void verdictsStandInTheOrderOfTheProblems() {
    Rounds rounds =
        new Rounds(2)
            .problem("k", "1 1")
            .rejected(new DropReason.Malformed("x"), null)
            .problem("l", "2 2");
    assertThat(
            score(SolverReward.MAJORITY, ProposerReward.named("sqlm"), RefusalRule.ZERO, rounds)
                .verdicts())
        .extracting(Verdict::problemId)
        .containsExactly("p0", "p2");
  }

  @Test
  void aRoundThatContradictsItselfIsABugNotAReward() {
    AttemptedRound round = new Rounds(1).problem("k", "1").build();
    AttemptedRound orphan =
        new AttemptedRound(new Rounds(1).build().proposed(), round.attempts(), Map.of(), 0);
    RoundScorer scoring =
        new RoundScorer(
            VoteRule.DEFAULT,
            SolverReward.MAJORITY,
            ProposerReward.named("sqlm"),
            RefusalRule.ZERO,
            RefusalRule.MASK,
            task);
    assertThatThrownBy(() -> scoring.score(orphan, List.of(), () -> 0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("p0-0 answers no problem: p0");
    assertThatThrownBy(
            () -> scoring.score(new Rounds(1).rejected(null, null).build(), List.of(), () -> 0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("p0");
  }
}
