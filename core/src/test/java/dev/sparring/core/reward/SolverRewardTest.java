package dev.sparring.core.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparring.core.Attempt;
import dev.sparring.core.Completion;
import dev.sparring.core.DropReason;
import dev.sparring.core.Outcome;
import dev.sparring.core.RandomStream;
import dev.sparring.core.Verdict;
import dev.sparring.core.check.Judgement;
import dev.sparring.core.check.Mark;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SolverRewardTest {
  private static final Outcome ONE = new Outcome.Scored(1);
  private static final Outcome ZERO = new Outcome.Scored(0);
  private static final Verdict SEVEN = new Verdict("p", 4, 4, Optional.of("7"), 3, 1, 0.5);
  private static final Verdict TIE = new Verdict("p", 4, 4, Optional.empty(), 2, 2, 0.7);
  private static final Optional<String> EIGHT = Optional.of("8");

  private static Outcome reward(SolverReward rule, String answer, Verdict v, Optional<String> t) {
    Completion completion =
        new Completion(new int[0], new int[] {1}, new float[1], "", Completion.Finish.STOP);
    Attempt attempt = new Attempt("a", "p", 0, completion, Optional.ofNullable(answer), "answer");
    return rule.reward(attempt, Judgement.vote(v), t, RandomStream.of(0));
  }

  @Test
  void majorityRewardsTheLabelAndNeverLooksAtTheTruth() {
    assertThat(reward(SolverReward.MAJORITY, "7", SEVEN, EIGHT)).isEqualTo(ONE);
    assertThat(reward(SolverReward.MAJORITY, "8", SEVEN, EIGHT)).isEqualTo(ZERO);
    assertThat(reward(SolverReward.MAJORITY, null, SEVEN, EIGHT)).isEqualTo(ZERO);
  }

  @Test
  void withoutLabelMajorityDropsRatherThanPunishes() {
    assertThat(reward(SolverReward.MAJORITY, "7", TIE, EIGHT))
        .isEqualTo(new Outcome.Dropped(new DropReason.NoLabel()));
  }

  @Test
  void testsRewardTheFractionThatIsPassed() {
    Mark half =
        Mark.Judged.of(
            List.of(
                new Mark.TestResult("passed", true, "6"),
                new Mark.TestResult("wrong output", false, "7")));
    Attempt attempt = new Attempt("a", "p", 0, null, Optional.of("print(6)"), "program");
    assertThat(
            SolverReward.TESTS.reward(
                attempt, new Judgement(TIE, Map.of("a", half)), EIGHT, RandomStream.of(0)))
        .isEqualTo(new Outcome.Scored(0.5));
    assertThat(
            SolverReward.TESTS.reward(
                attempt,
                new Judgement(TIE, Map.of("a", Mark.Judged.NO_ANSWER)),
                EIGHT,
                RandomStream.of(0)))
        .isEqualTo(ZERO);
  }

  @Test
  void formatRewardsAnyAnswer() {
    assertThat(reward(SolverReward.FORMAT, "8", SEVEN, EIGHT)).isEqualTo(ONE);
    assertThat(reward(SolverReward.FORMAT, null, SEVEN, EIGHT)).isEqualTo(ZERO);
    assertThat(reward(SolverReward.FORMAT, "8", TIE, Optional.empty())).isEqualTo(ONE);
  }

  @Test
  void truthRewardsTheRightAnswerOnlyWhereItIsKnown() {
    assertThat(reward(SolverReward.TRUTH, "8", SEVEN, EIGHT)).isEqualTo(ONE);
    assertThat(reward(SolverReward.TRUTH, "7", SEVEN, EIGHT)).isEqualTo(ZERO);
    assertThat(reward(SolverReward.TRUTH, "7", SEVEN, Optional.empty()))
        .isEqualTo(new Outcome.Dropped(new DropReason.NoTruth()));
  }

  @Test
  void randomIsAFairCoinOfTheAttemptsOwn() {
    long heads =
        IntStream.range(0, 10_000)
            .mapToObj(i -> RandomStream.of(1).child(i))
            .filter(
                stream ->
                    SolverReward.RANDOM.reward(null, null, Optional.empty(), stream).equals(ONE))
            .count();
    assertThat(heads).isBetween(4_800L, 5_200L);
    assertThat(reward(SolverReward.RANDOM, "7", SEVEN, EIGHT))
        .isEqualTo(reward(SolverReward.RANDOM, null, TIE, EIGHT));
  }

  @Test
  void everyRuleIsFoundByItsName() {
    for (SolverReward rule : SolverReward.values()) {
      assertThat(SolverReward.named(rule.configName())).isEqualTo(rule);
    }
    assertThatThrownBy(() -> SolverReward.named("majorty"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the solver's reward is \"majorty\", and may be majority, tests, format, random, truth");
  }
}
