package dev.sparring.core.curriculum;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.core.DropReason;
import dev.sparring.core.Outcome;
import dev.sparring.core.PastProblem;
import dev.sparring.core.ScoredRound;
import dev.sparring.core.reward.ProposerReward;
import dev.sparring.core.reward.RefusalRule;
import dev.sparring.core.reward.RoundScorer;
import dev.sparring.core.reward.Rounds;
import dev.sparring.core.reward.SolverReward;
import dev.sparring.core.task.Tasks;
import dev.sparring.core.vote.VoteRule;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProblemPoolTest {
  private static final ProblemPool POOL = new ProblemPool(3, 2, 0, .3, .8);

  private static ScoredRound scored(Rounds rounds) {
    return new RoundScorer(
            VoteRule.DEFAULT,
            SolverReward.MAJORITY,
            ProposerReward.named("sqlm"),
            RefusalRule.ZERO,
            RefusalRule.MASK,
            Tasks.all().get(0))
        .score(rounds.build(), rounds.judgements(VoteRule.DEFAULT), () -> 0);
  }

  private static PastProblem past(String key, int step) {
    return new PastProblem(key, key, Optional.of("9"), .5, step);
  }

  @Test
  void whatTheGatesAdmittedIsKeptWithItsLabelAndTheRestWithout() {
    ScoredRound scored = scored(new Rounds(4).problem("a", "1 1 1 2").problem("b", "5 5 6 7"));
    assertThat(POOL.after(List.of(), scored, Set.of("p0")))
        .containsExactly(
            new PastProblem("a", "a", Optional.of("1"), .75, 1),
            new PastProblem("b", "b", Optional.empty(), .5, 1));
  }

  @Test
  void theOldestLeaveFirstByNumberAndByAge() {
    ScoredRound scored = scored(new Rounds(4).problem("a", "1 1 1 2").problem("b", "5 5 6 7"));
    assertThat(POOL.after(List.of(past("x", 0), past("y", 0)), scored, Set.of()))
        .extracting(PastProblem::key)
        .containsExactly("y", "a", "b");
    assertThat(POOL.after(List.of(past("x", -1), past("y", 0)), scored, Set.of()))
        .extracting(PastProblem::key)
        .containsExactly("y", "a", "b");
    assertThat(new ProblemPool(9, 1, 0, 0, 1).after(List.of(past("x", 0)), scored, Set.of()))
        .extracting(PastProblem::key)
        .containsExactly("a", "b");
    assertThat(ProblemPool.NONE.after(List.of(), scored, Set.of("p0", "p1"))).isEmpty();
  }

  @Test
  void aProblemThatIsAskedAgainIsVotedOnAnewWhateverItsLabelWas() {
    ScoredRound scored = scored(new Rounds(4).problem("x", "1 1 1 2"));
    assertThat(scored.verdicts().get(0).label()).contains("1");
    assertThat(POOL.after(List.of(past("x", 0), past("y", 0)), scored, Set.of("p0")))
        .containsExactly(past("y", 0), new PastProblem("x", "x", Optional.of("1"), .75, 1));
  }

  @Test
  void nobodyIsRewardedForAProblemThatWasAskedAgain() {
    ScoredRound scored = scored(new Rounds(4).problem("a", "1 1 1 2").replayed("x", "1 1 1 2"));
    assertThat(scored.outcomes().get("p0")).isEqualTo(new Outcome.Scored(1));
    assertThat(scored.outcomes().get("p1"))
        .isEqualTo(new Outcome.Dropped(new DropReason.Replayed()));
    assertThat(scored.outcomes().get("p1-0")).isEqualTo(new Outcome.Scored(1));
    assertThat(scored.attempted().proposed().written()).hasSize(1);
  }
}
