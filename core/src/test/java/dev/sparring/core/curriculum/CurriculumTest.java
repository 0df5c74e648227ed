package dev.sparring.core.curriculum;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.core.PastProblem;
import dev.sparring.core.Role;
import dev.sparring.core.Round;
import dev.sparring.core.RunState;
import dev.sparring.core.advantage.Baselines;
import dev.sparring.core.guard.GuardState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CurriculumTest {
  @Test
  void theProposerLearnsFromEveryNthRoundAndTheSolverFromAll() {
    Curriculum third = new Curriculum(1, 4, 2, 3, 0, 0, ProblemPool.NONE);
    for (int step = 1; step <= 9; step++) {
      assertThat(third.learners(step)).contains(Role.SOLVER);
      assertThat(third.learners(step).contains(Role.PROPOSER)).isEqualTo(step % 3 == 0);
    }
  }

  @Test
  void anIntervalOfZeroFreezesTheProposer() {
    assertThat(new Curriculum(1, 4, 2, 0, 0, 0, ProblemPool.NONE).learners(5))
        .containsExactly(Role.SOLVER);
  }

  @Test
  void theNextRoundAsksForWhatIsConfiguredWithTheWeightsOfTheState() {
    RunState state = RunState.start(Map.of()).rolledBackTo(RunState.start(Map.of()));
    Round round = new Curriculum(7, 4, 2, 1, 0, 0, ProblemPool.NONE).next(state);
    assertThat(round.step()).isEqualTo(1);
    assertThat(round.seed()).isEqualTo(7);
    assertThat(round.problems()).isEqualTo(4);
    assertThat(round.samples()).isEqualTo(2);
    assertThat(round.policyVersion()).isEqualTo(state.policyVersion());
  }

  private static PastProblem past(String key, double share, boolean admitted) {
    return new PastProblem(key, key, admitted ? Optional.of("7") : Optional.empty(), share, 1);
  }

  private static final List<PastProblem> POOL =
      List.of(
          past("easy", .9, true),
          past("good", .5, true),
          past("refused", .5, false),
          past("fair", .6, true));

  private static RunState with(List<PastProblem> pool) {
    return new RunState(3, 3, Set.of(), pool, 1, Baselines.NONE, GuardState.START, Map.of());
  }

  @Test
  void earlierProblemsOfTheRightDifficultyAreAskedAgainInPlaceOfNewOnes() {
    Curriculum curriculum = new Curriculum(7, 4, 2, 1, 0, 0, new ProblemPool(10, 0, .5, .3, .8));

    Round round = curriculum.next(with(POOL));

    assertThat(round.problems()).isEqualTo(2);
    assertThat(round.replayed())
        .extracting(PastProblem::key)
        .containsExactlyInAnyOrder("good", "fair");
    assertThat(round.replays())
        .extracting(p -> p.problem().orElseThrow().index())
        .containsExactly(2, 3);
    assertThat(curriculum.next(with(POOL))).isEqualTo(round);
    assertThat(curriculum.next(with(POOL.subList(0, 2))).problems()).isEqualTo(3);
    assertThat(curriculum.next(with(List.of())).problems()).isEqualTo(4);
  }

  @Test
  void eachProposalIsShownEarlierProblemsOfItsOwn() {
    Curriculum curriculum = new Curriculum(7, 16, 2, 1, 0, 1, new ProblemPool(10, 0, 0, .3, .8));

    Round round = curriculum.next(with(POOL));

    assertThat(round.references()).hasSize(16).allSatisfy(r -> assertThat(r).hasSize(1));
    assertThat(round.references()).contains(List.of("good"), List.of("fair"));
    assertThat(curriculum.next(with(List.of())).references(3)).isEmpty();
  }
}
