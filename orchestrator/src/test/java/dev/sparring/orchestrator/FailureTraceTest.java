package dev.sparring.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparring.orchestrator.run.Summary;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bugs during a run: their stack traces are in the run's logs. */
final class FailureTraceTest {
  @TempDir private Path directory;

  @Test
  void aBugInARoundIsInTheLogOfTheOrchestrator() {
    RunListener listener =
        new RunListener() {
          @Override
          public void round(int step, int steps, Map<String, Double> metrics) {
            throw new IllegalStateException("a bug in round " + step);
          }
        };
    try (Training training = Training.start(Runs.settings(directory, "round"), listener)) {
      Summary summary = training.end().join();
      assertThat(summary.stopped()).isEqualTo(Summary.FAILED);
      assertThat(summary.reason()).isEqualTo("a bug in round 1");
    }
    assertThat(directory.resolve("round/logs/orchestrator.log"))
        .content()
        .contains("java.lang.IllegalStateException: a bug in round 1\n\tat ");
  }

  @Test
  void aBugAtTheStartIsInTheLogOfTheOrchestrator() {
    RunListener listener =
        new RunListener() {
          @Override
          public void evaluating(String when, int answers) {
            throw new IllegalStateException("a bug at the start");
          }
        };
    try (Training training = Training.start(Runs.settings(directory, "start"), listener)) {
      assertThatThrownBy(() -> training.end().join())
          .hasMessageContaining("the run broke off; its logs may say why");
    }
    assertThat(directory.resolve("start/logs/orchestrator.log"))
        .content()
        .contains("java.lang.IllegalStateException: a bug at the start\n\tat ");
  }
}
