package dev.sparring.core.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sparring.core.DropReason;
import dev.sparring.core.Verdict;
import dev.sparring.core.check.Judgement;
import dev.sparring.core.check.Mark;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProposerRewardTest {
  private static final ProposerReward SQLM = ProposerReward.named("sqlm");
  private static final ProposerReward R_ZERO = ProposerReward.named("r-zero");
  private static final ProposerReward ABSOLUTE_ZERO = ProposerReward.named("absolute-zero");

  /** A verdict with a label, {@code count} votes of {@code attempts}. */
  private static Judgement votes(int count, int attempts) {
    return Judgement.vote(new Verdict("p", attempts, attempts, Optional.of("7"), count, 0, 0));
  }

  private static Judgement undecided(int count, int attempts) {
    return Judgement.vote(new Verdict("p", attempts, attempts, Optional.empty(), count, count, 0));
  }

  @ParameterizedTest
  @CsvSource({"0,0", "1,0", "2,1", "3,1", "4,0"})
  void sqlmRewardsAProblemThatSomeButNotAllAgreeOn(int count, double reward) {
    assertThat(SQLM.reward(votes(count, 4), 0.5, 0)).isEqualTo(reward);
  }

  @ParameterizedTest
  @CsvSource({"4,8,0,1", "6,8,0,.5", "8,8,0,0", "2,8,0,.5", "4,8,.25,.75", "8,8,.25,0"})
  void rZeroIsGreatestAtAHalfAndLessForEachRepetition(
      int count, int attempts, double duplicates, double reward) {
    assertThat(R_ZERO.reward(votes(count, attempts), 0.5, duplicates))
        .isCloseTo(reward, within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({"0,0", ".25,.75", ".75,.25", "1,0"})
  void absoluteZeroRewardsWhatIsSeldomButSometimesSolved(double mean, double reward) {
    assertThat(ABSOLUTE_ZERO.reward(votes(2, 4), mean, 0)).isEqualTo(reward);
  }

  /** Programs with these scores; the fraction stands for as many tests. */
  private static Judgement programs(double... scores) {
    Map<String, Mark> marks = new LinkedHashMap<>();
    for (double score : scores) {
      marks.put(
          "a" + marks.size(),
          score < 0
              ? new Mark.Unjudged(new DropReason.Lost("no child starts"))
              : new Mark.Judged(score, List.of()));
    }
    return new Judgement(
        new Verdict("p", scores.length, scores.length, Optional.empty(), 1, 1, 0), marks);
  }

  @Test
  void ofTestsSomeButNotAllArePassedByAllProgramsTogether() {
    ProposerReward code = ProposerReward.named("sqlm-code");
    assertThat(code.reward(programs(0, 0, 0), 0, 0)).isZero();
    assertThat(code.reward(programs(1, 1, 1), 1, 0)).isZero();
    assertThat(code.reward(programs(0, 0, 1), 1. / 3, 0)).isOne();
    assertThat(code.reward(programs(.2, .2), .2, 0)).isOne();
    assertThat(code.reward(programs(-1, 1, 1), 1, 0)).as("the lost one does not count").isZero();
  }

  @Test
  void ofASingleProgramTheFirstCounts() {
    ProposerReward single = ProposerReward.named("sqlm-code-single");
    assertThat(single.reward(programs(1, 0, .2), .4, 0)).isZero();
    assertThat(single.reward(programs(.4, 1, 1), .8, 0)).isOne();
    assertThat(single.reward(programs(-1, .4), .4, 0)).as("the first that was judged").isOne();
  }

  @Test
  void whereTestsDecideThereIsNoLabelToWaitForAndNoFloor() {
    assertThat(ABSOLUTE_ZERO.withFloor(.9).reward(programs(.2, .2), .2, 0)).isEqualTo(.8);
  }

  @Test
  void aTieEarnsNothingUnderAnyRule() {
    for (ProposerReward rule : List.of(SQLM, R_ZERO, ABSOLUTE_ZERO)) {
      assertThat(rule.reward(undecided(2, 4), 0.5, 0)).isZero();
    }
  }

  @Test
  void whatHasNoLabelIsJudgedAlikeWhereItIsSaidSo() {
    ProposerReward sqlm = SQLM.withLabelledOnly(false);
    assertThat(sqlm.reward(undecided(2, 4), 0, 0)).isOne();
    assertThat(sqlm.reward(undecided(1, 4), 0, 0)).as("all differ").isZero();
    assertThat(sqlm.reward(votes(4, 4), 1, 0)).as("all agree").isZero();
    assertThat(sqlm.withFloor(0.6).reward(undecided(2, 4), 0, 0)).isZero();
    assertThat(R_ZERO.withLabelledOnly(false).reward(undecided(2, 4), 0, 0)).isOne();
    assertThat(ABSOLUTE_ZERO.withLabelledOnly(false).reward(undecided(2, 4), 0, 0)).isZero();
  }

  @Test
  void belowTheFloorAProblemIsImpossibleNotHard() {
    assertThat(SQLM.withFloor(0.5).reward(votes(3, 8), 0.375, 0)).isZero();
    assertThat(SQLM.withFloor(0.5).reward(votes(4, 8), 0.5, 0)).isOne();
    assertThat(ABSOLUTE_ZERO.withFloor(0.5).reward(votes(3, 8), 0.375, 0)).isZero();
  }

  @Test
  void everyRuleIsFoundByItsNameAndAnImpossibleFloorIsRefused() {
    for (ProposerReward.Rule rule : ProposerReward.Rule.values()) {
      assertThat(ProposerReward.named(rule.configName()).rule()).isEqualTo(rule);
    }
    assertThatThrownBy(() -> ProposerReward.named("rzero"))
        .hasMessageContaining("sqlm, r-zero, absolute-zero, truth, sqlm-code, sqlm-code-single");
    assertThatThrownBy(() -> SQLM.withFloor(1.1)).hasMessageContaining("floor is 1.1");
  }
}
