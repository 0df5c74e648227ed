package dev.sparring.systems.correction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sparring.core.Outcome;
import dev.sparring.core.Role;
import dev.sparring.core.ScoredRound;
import dev.sparring.core.check.Judgement;
import dev.sparring.core.plugin.NumberValues;
import dev.sparring.core.reward.SolverReward;
import dev.sparring.core.selfplay.AnswerReward;
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

class CorrectionSelfPlayTest {
  private static final Task ADDITION = Tasks.named("addition").orElseThrow();
  private static final Progress STAGE_ONE = new Progress(3, 10);
  private static final Progress STAGE_TWO = new Progress(4, 10);

  private static SelfPlay play() {
    return new CorrectionSelfPlay()
        .with(
            ADDITION,
            VoteRule.DEFAULT,
            new NumberValues(Map.of("bonus", 10.0, "stage-one", 0.3, "hold", 10.0)));
  }

  /** Wrong and corrected, right and kept, right and spoiled. */
  private static SystemRounds round() {
    return new SystemRounds()
        .answer("1019", 5)
        .answer("1023", 5)
        .answer("1023", 5)
        .turn(CorrectionSelfPlay.CORRECTOR, 0, "a0", "1023")
        .turn(CorrectionSelfPlay.CORRECTOR, 0, "a1", "1023")
        .turn(CorrectionSelfPlay.CORRECTOR, 0, "a2", "1019");
  }

  private static Map<String, Outcome> outcomes(Progress progress) {
    Judgement judgement = play().judge(round().question(), Judgement.vote(null));
    AnswerReward majority =
        (role, answer) -> SolverReward.MAJORITY.reward(answer, judgement, Optional.empty(), null);
    return play().outcomes(round().question(), judgement, majority, progress);
  }

  private static double reward(Map<String, Outcome> outcomes, String id) {
    return ((Outcome.Scored) outcomes.get(id)).reward();
  }

  @Test
  void everyAnswerIsAnsweredAgainWithItselfInView() {
    List<TurnRequest> requests = play().requests(round().round());
    assertThat(requests).hasSize(3);
    assertThat(requests.get(0).prompt().get(0).content()).isEqualTo("<S>345+678=#1019;");
    assertThat(play().read(requests.get(0), SystemRounds.completion("#1023", 5))).contains("1023");
    assertThat(play().read(requests.get(0), SystemRounds.completion("#", 1))).isEmpty();
  }

  @Test
  void theLabelIsWhatTheSecondAnswersAgreeOn() {
    assertThat(play().judge(round().question(), Judgement.vote(null)).verdict().label())
        .contains("1023");
  }

  @Test
  void inTheFirstStageOnlyTheSecondAnswerCounts() {
    Map<String, Outcome> outcomes = outcomes(STAGE_ONE);
    assertThat(List.of("t0", "t1", "t2"))
        .extracting(id -> reward(outcomes, id))
        .containsExactly(1.0, 1.0, 0.0);
    assertThat(play().learning(Role.SOLVER, STAGE_ONE)).isEqualTo(new RoleLearning(0, 10));
    assertThat(play().learning(CorrectionSelfPlay.CORRECTOR, STAGE_ONE))
        .isEqualTo(RoleLearning.FULL);
  }

  @Test
  void inTheSecondStageACorrectionEarnsTenTimesWhatItAdds() {
    Map<String, Outcome> outcomes = outcomes(STAGE_TWO);
    assertThat(List.of("a0", "a1", "a2", "t0", "t1", "t2"))
        .extracting(id -> reward(outcomes, id))
        .containsExactly(0.0, 1.0, 1.0, 11.0, 1.0, -10.0);
    assertThat(play().learning(Role.SOLVER, STAGE_TWO)).isEqualTo(RoleLearning.FULL);
  }

  @Test
  void metricsTellWhatTheSecondAnswersMadeOfTheFirst() {
    Map<String, Double> metrics =
        play().metrics(new ScoredRound(round().round(), List.of(), Map.of(), 0), ADDITION);
    assertThat(metrics.get("corrector/changed")).isCloseTo(2 / 3.0, within(1e-12));
    assertThat(metrics.get("probe/first")).isCloseTo(2 / 3.0, within(1e-12));
    assertThat(metrics.get("probe/second")).isCloseTo(2 / 3.0, within(1e-12));
    assertThat(metrics.get("probe/corrected")).isCloseTo(1 / 3.0, within(1e-12));
    assertThat(metrics.get("probe/spoiled")).isCloseTo(1 / 3.0, within(1e-12));
    assertThat(metrics.get("probe/delta")).isZero();
  }
}
