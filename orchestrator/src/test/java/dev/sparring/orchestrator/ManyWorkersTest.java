package dev.sparring.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.testkit.RunFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several workers in one process: what a run leaves does not depend on how many there are. */
final class ManyWorkersTest {
  @TempDir private Path directory;

  private Path play(String name, String devices, String... more) {
    List<String> settings =
        new ArrayList<>(
            List.of(
                "run.steps", "4",
                "policy.threads", "1",
                "policy.decode.slots", "4",
                "proposer.update-interval", "2",
                "evaluation.every", "2",
                "policy.devices", devices));
    settings.addAll(List.of(more));
    return Runs.play(directory, name, settings.toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource({"none, 1, 1", "none, 4, 1", "none, 3, 2", "shared, 4, 1", "per-role, 2, 1"})
  void theNumberOfWorkersChangesNoBit(String adapter, String shards, String batches)
      throws IOException {
    String[] settings = {
      "policy.adapter.use", adapter,
      "policy.adapter.rank", "4",
      "learn.shards", shards,
      "learn.mini-batches", batches
    };
    Path one = play("one", "[]", settings);
    Path two = play("two", "[cpu, cpu]", settings);
    Path three = play("three", "[cpu, cpu, cpu]", settings);
    RunFiles.assertSame(two, one);
    RunFiles.assertSame(three, one);
    assertThat(one.resolve("exchange")).doesNotExist();
    assertThat(three.resolve("exchange")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[cpu]", "[cpu, cpu]"})
  void aRunGoesOnWithAnyNumberOfWorkers(String devices) throws IOException {
    String[] settings = {"policy.adapter.use", "shared", "learn.shards", "2"};
    Path whole = play("whole", "[]", settings);
    try (Training training =
        Training.start(
            Runs.settings(
                directory,
                "cut",
                "run.steps",
                "4",
                "policy.threads",
                "1",
                "policy.decode.slots",
                "4",
                "proposer.update-interval",
                "2",
                "evaluation.every",
                "2",
                "policy.devices",
                devices,
                "policy.adapter.use",
                "shared",
                "learn.shards",
                "2"),
            event -> {})) {
      training.stop();
      training.end().join();
    }
    Runs.resume(directory.resolve("cut"));
    RunFiles.assertSame(directory.resolve("cut"), whole);
  }
}
