package dev.sparring.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparring.orchestrator.run.Summary;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bugs during a run: their stack traces are in the run's logs. */
final class FailureTraceTest {
  @TempDir private Path directory;

  private Training start(String name, String task) {
    return Training.start(Runs.settings(directory, name, "task", task), event -> {});
  }

  @Test
  void aBugInARoundIsInTheLogOfTheOrchestrator() {
    try (Training training = start("round", "faulty-round")) {
      Summary summary = training.end().join();
      assertThat(summary.stopped()).isEqualTo(Summary.FAILED);
      assertThat(summary.reason()).isEqualTo("a bug in a round");
    }
    assertThat(directory.resolve("round/logs/orchestrator.log"))
        .content()
        .contains("java.lang.IllegalStateException: a bug in a round\n\tat ");
  }

  @Test
  void aBugAtTheStartIsInTheLogOfTheOrchestrator() {
    try (Training training = start("start", "faulty-start")) {
      assertThatThrownBy(() -> training.end().join())
          .hasMessageContaining("the run broke off; its logs may say why");
    }
    assertThat(directory.resolve("start/logs/orchestrator.log"))
        .content()
        .contains("java.lang.IllegalStateException: a bug at the start\n\tat ");
  }
}
