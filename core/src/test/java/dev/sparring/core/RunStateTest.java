package dev.sparring.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.core.advantage.Baselines;
import dev.sparring.core.guard.GuardState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunStateTest {
  private static RunState after(RunState state, boolean learned, String... asked) {
    return state.after(learned, List.of(asked), 3, List.of(), Baselines.NONE, GuardState.START);
  }

  @Test
  void aPolicyVersionNeverNamesTwoSetsOfWeightsEvenAfterRollbacks() {
    RunState state = RunState.start(Map.of());
    List<Long> versions = new ArrayList<>(List.of(state.policyVersion()));
    RunState early = state;
    for (int round = 1; round <= 12; round++) {
      state = round % 4 == 0 ? state.rolledBackTo(early) : after(state, true);
      versions.add(state.policyVersion());
      early = round == 2 ? state : early;
    }
    assertThat(versions).doesNotHaveDuplicates().isSorted();
  }

  @Test
  void aRollbackKeepsRoundsAndArchiveAndRestoresBaselines() {
    RunState early =
        RunState.start(Map.of())
            .after(
                true,
                List.of("a"),
                3,
                List.of(),
                Baselines.NONE.with("solver", 0.5),
                GuardState.START);
    RunState late =
        early.after(
            true, List.of("b"), 3, List.of(), Baselines.NONE.with("solver", 0.9), GuardState.START);
    RunState back = late.rolledBackTo(early);
    assertThat(back.step()).isEqualTo(2);
    assertThat(back.archive()).containsExactly("a", "b");
    assertThat(back.baselines()).isEqualTo(early.baselines());
  }

  @Test
  void theArchiveForgetsTheOldestKeysFirst() {
    RunState state = after(after(RunState.start(Map.of()), true, "a", "b"), true, "c", "d");
    assertThat(state.archive()).containsExactly("b", "c", "d");
  }

  @Test
  void aRoundWithoutAnUpdateKeepsTheVersion() {
    assertThat(after(RunState.start(Map.of()), false).policyVersion()).isZero();
  }
}
