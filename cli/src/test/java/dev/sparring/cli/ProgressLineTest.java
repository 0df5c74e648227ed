package dev.sparring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
  private final ProgressLine line = new ProgressLine();

  @Test
  void beforeTheFirstRoundThereIsThePhaseAlone() {
    line.phase("proposing");
    assertThat(line.text()).isEqualTo("proposing");
  }

  @Test
  void phaseRateCurveAndLastEvaluationStandInThisOrder() {
    line.evaluation(Map.of("eval/greedy", .088));
    for (int round = 0; round <= 20; round++) {
      line.round(
          20 - round,
          Map.of("time/round", round < 10 ? 100.0 : 1.25, "solver/reward", round / 20.0));
    }
    line.phase("learning");
    assertThat(line.text())
        .isEqualTo("learning  1.3 s/round  0 s left  reward ▁▂▃▄▅▆▇█  greedy 0.088");
    line.round(80, Map.of("time/round", 1.25, "eval/greedy", .5));
    assertThat(line.text()).contains(" s/round  2 min left  ");
    line.round(80_000, Map.of("time/round", 1.25));
    assertThat(line.text()).contains(" s/round  27 h 47 min left  ");
    assertThat(line.text()).endsWith("  greedy 0.500");
  }

  @Test
  void aTaskWithoutTruthHasNoEvaluation() {
    line.evaluation(Map.of("eval/format/malformed", .5));
    line.round(3, Map.of("time/round", Double.NaN));
    assertThat(line.text()).isEqualTo("reward ·");
  }
}
