package dev.sparring.core.curriculum;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.core.Role;
import dev.sparring.core.Round;
import dev.sparring.core.RunState;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CurriculumTest {
  @Test
  void theProposerLearnsFromEveryNthRoundAndTheSolverFromAll() {
    Curriculum third = new Curriculum(1, 4, 2, 3);
    for (int step = 1; step <= 9; step++) {
      assertThat(third.learners(step)).contains(Role.SOLVER);
      assertThat(third.learners(step).contains(Role.PROPOSER)).isEqualTo(step % 3 == 0);
    }
  }

  @Test
  void anIntervalOfZeroFreezesTheProposer() {
    assertThat(new Curriculum(1, 4, 2, 0).learners(5)).containsExactly(Role.SOLVER);
  }

  @Test
  void theNextRoundAsksForWhatIsConfiguredWithTheWeightsOfTheState() {
    RunState state = RunState.start(Map.of()).rolledBackTo(RunState.start(Map.of()));
    Round round = new Curriculum(7, 4, 2, 1).next(state);
    assertThat(round.step()).isEqualTo(1);
    assertThat(round.seed()).isEqualTo(7);
    assertThat(round.problems()).isEqualTo(4);
    assertThat(round.samples()).isEqualTo(2);
    assertThat(round.policyVersion()).isEqualTo(state.policyVersion());
  }
}
