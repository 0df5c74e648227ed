package dev.sparring.systems.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sparring.core.DropReason;
import dev.sparring.core.Outcome;
import dev.sparring.core.Role;
import dev.sparring.core.ScoredRound;
import dev.sparring.core.check.Judgement;
import dev.sparring.core.plugin.NumberValues;
import dev.sparring.core.selfplay.Progress;
import dev.sparring.core.selfplay.RoleLearning;
import dev.sparring.core.selfplay.SelfPlay;
import dev.sparring.core.selfplay.TurnRequest;
import dev.sparring.core.task.Task;
import dev.sparring.core.task.Tasks;
import dev.sparring.core.vote.VoteRule;
import dev.sparring.systems.SystemRounds;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JudgeSelfPlayTest {
  private static final Task ADDITION = Tasks.named("addition").orElseThrow();
  private static final Progress END = new Progress(10, 10);

  private static SelfPlay play(double lengths) {
    return new JudgeSelfPlay()
        .with(
            ADDITION,
            VoteRule.DEFAULT,
            new NumberValues(Map.of("judgements", 4.0, "lengths", lengths)));
  }

  private static Judgement vote() {
    return Judgement.vote(VoteRule.DEFAULT.decide("p", List.of()));
  }

  private static Map<String, Outcome> outcomes(SystemRounds round, double lengths) {
    return play(lengths)
        .outcomes(
            round.question(),
            vote(),
            (role, answer) -> {
              throw new AssertionError("no rule of solver.reward is asked");
            },
            END);
  }

  private static SystemRounds judged() {
    return new SystemRounds()
        .answer("1023", 10)
        .answer("1019", 8)
        .turn(JudgeSelfPlay.JUDGE, 0, "a0 a1", "a0")
        .turn(JudgeSelfPlay.JUDGE, 0, "a0 a1", "a0")
        .turn(JudgeSelfPlay.JUDGE, 0, "a1 a0", "a0")
        .turn(JudgeSelfPlay.JUDGE, 0, "a1 a0", "a1");
  }

  @Test
  void everyTwoAnswersThatDifferAreComparedHalfOfTheTimesInTheOtherOrder() {
    SystemRounds round =
        new SystemRounds().answer("1", 2).answer("2", 2).answer("_", 2).answer("1", 2);
    List<TurnRequest> requests = play(0.2).requests(round.round());
    assertThat(requests)
        .extracting(
            request ->
                request.group()
                    + " "
                    + request.about().get(0).id()
                    + request.about().get(1).id()
                    + " "
                    + request.samples())
        .containsExactly("0 a0a1 2", "0 a1a0 2", "1 a1a3 2", "1 a3a1 2");
    assertThat(requests.get(0).prompt().get(0).content()).isEqualTo("<S>345+678=#1;#2;");
  }

  @Test
  void theFirstNumberOfAJudgementNamesTheAnswerThatItPrefers() {
    TurnRequest request =
        play(0.2).requests(new SystemRounds().answer("1", 2).answer("2", 2).round()).get(1);
    assertThat(List.of("1", "Answer 2 beats answer 1", "12", "both", "", "0 or 1"))
        .extracting(text -> play(0.2).read(request, SystemRounds.completion(text, 1)))
        .containsExactly(
            Optional.of("a1"),
            Optional.of("a0"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
  }

  /** Three of four comparisons won, at 8/10 each, and one at 10/8. */
  @Test
  void anAnswerEarnsItsWinsByTheLengthsOverItsComparisons() {
    Map<String, Outcome> outcomes = outcomes(judged(), 0.2);
    assertThat(reward(outcomes, "a0")).isCloseTo(3 * 0.8 / 4, within(1e-12));
    assertThat(reward(outcomes, "a1")).isCloseTo(1.25 / 4, within(1e-12));
  }

  @Test
  void aJudgementEarnsWhetherTheComparisonsTogetherAgreeWithIt() {
    Map<String, Outcome> outcomes =
        outcomes(judged().turn(JudgeSelfPlay.JUDGE, 0, "a0 a1", "_"), 0.2);
    assertThat(List.of("t0", "t1", "t2", "t3", "t4"))
        .extracting(id -> reward(outcomes, id))
        .containsExactly(1.0, 1.0, 1.0, -1.0, -1.0);
  }

  @Test
  void aTieEarnsAJudgementNothing() {
    SystemRounds tie =
        new SystemRounds()
            .answer("1", 5)
            .answer("2", 5)
            .turn(JudgeSelfPlay.JUDGE, 0, "a0 a1", "a0")
            .turn(JudgeSelfPlay.JUDGE, 0, "a1 a0", "a1");
    assertThat(reward(outcomes(tie, 0.2), "t0")).isZero();
  }

  @Test
  void aComparisonOfLengthsThatDifferTooMuchDoesNotCount() {
    SystemRounds round =
        new SystemRounds()
            .answer("1", 10)
            .answer("2", 7)
            .answer("_", 3)
            .turn(JudgeSelfPlay.JUDGE, 0, "a0 a1", "a0");
    Map<String, Outcome> outcomes = outcomes(round, 0.2);
    assertThat(outcomes.get("a0")).isEqualTo(new Outcome.Dropped(new DropReason.Uncompared()));
    assertThat(outcomes.get("t0")).isEqualTo(new Outcome.Dropped(new DropReason.Uncompared()));
    assertThat(reward(outcomes, "a2")).as("an answer that cannot be read").isZero();
    assertThat(reward(outcomes(round, 0.3), "a0")).isEqualTo(0.7);
  }

  @Test
  void theLabelIsTheAnswerWithTheHighestReward() {
    assertThat(play(0.2).judge(judged().question(), vote()).verdict().label()).contains("1023");
    SystemRounds two =
        new SystemRounds()
            .answer("1", 5)
            .answer("2", 5)
            .turn(JudgeSelfPlay.JUDGE, 0, "a0 a1", "a0")
            .turn(JudgeSelfPlay.JUDGE, 0, "a1 a0", "a1");
    assertThat(play(0.2).judge(two.question(), vote()).verdict().label()).isEmpty();
  }

  @Test
  void theJudgeLearnsFirstAndTheSolverMoreAndMoreUpToOneHalf() {
    assertThat(weights(1)).containsExactly(0.0, 1.0);
    assertThat(weights(3)).containsExactly(0.2, 0.8);
    assertThat(weights(9)).containsExactly(0.5, 0.5);
    assertThat(play(0.2).learning(Role.PROPOSER, END)).isEqualTo(RoleLearning.FULL);
  }

  private static List<Double> weights(int step) {
    Progress progress = new Progress(step, 10);
    return List.of(
        play(0.2).learning(Role.SOLVER, progress).advantage(),
        play(0.2).learning(JudgeSelfPlay.JUDGE, progress).advantage());
  }

  @Test
  void metricsTellAgreementUnderSwapPositionLengthAndAccuracy() {
    Map<String, Double> metrics =
        play(0.2).metrics(new ScoredRound(judged().round(), List.of(), Map.of(), 0), ADDITION);
    assertThat(metrics.get("judge/agreement")).isEqualTo(0.5);
    assertThat(metrics.get("judge/first")).isEqualTo(0.75);
    assertThat(metrics.get("judge/cycles")).isNaN();
    assertThat(metrics.get("judge/winnerLength"))
        .isCloseTo((3 * 10 / 8.0 + 8 / 10.0) / 4, within(1e-12));
    assertThat(metrics.get("probe/judgeAccuracy")).isEqualTo(0.75);
  }

  @Test
  void threeAnswersThatBeatEachOtherInTurnAreACycle() {
    SystemRounds round =
        new SystemRounds()
            .answer("1", 5)
            .answer("2", 5)
            .answer("3", 5)
            .turn(JudgeSelfPlay.JUDGE, 0, "a0 a1", "a0")
            .turn(JudgeSelfPlay.JUDGE, 1, "a0 a2", "a2")
            .turn(JudgeSelfPlay.JUDGE, 2, "a1 a2", "a1");
    ScoredRound scored = new ScoredRound(round.round(), List.of(), Map.of(), 0);
    assertThat(play(0.2).metrics(scored, ADDITION)).containsEntry("judge/cycles", 1.0);
    SystemRounds order = round.turn(JudgeSelfPlay.JUDGE, 1, "a0 a2", "a0");
    order.turn(JudgeSelfPlay.JUDGE, 1, "a0 a2", "a0");
    assertThat(play(0.2).metrics(new ScoredRound(order.round(), List.of(), Map.of(), 0), ADDITION))
        .containsEntry("judge/cycles", 0.0);
  }

  private static double reward(Map<String, Outcome> outcomes, String id) {
    return ((Outcome.Scored) outcomes.get(id)).reward();
  }
}
