package dev.sparring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparring.policy.checkpoint.Json;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code sparring runs}. */
class RunsCommandTest {
  @TempDir private Path runs;

  /** The small files of the finished run, with a summary that ends so, or without one. */
  private Path run(String name, String stopped) throws IOException {
    Path run = Files.createDirectory(runs.resolve(name));
    for (String file : new String[] {"run.conf", "metrics.jsonl", "summary.json"}) {
      Files.copy(Cli.run().resolve(file), run.resolve(file));
    }
    Path state = Files.createDirectories(run.resolve("checkpoints/000002")).resolve("state.json");
    Files.copy(Cli.run().resolve("checkpoints/000002/state.json"), state);
    if (stopped.isEmpty()) {
      Files.delete(run.resolve("summary.json"));
    } else {
      Cli.edit(run.resolve("summary.json"), summary -> summary.put("stopped", stopped));
    }
    return run;
  }

  private Map<String, JsonNode> listed() throws IOException {
    Cli.Result said = Cli.sparring("runs", runs.toString(), "--json");
    assertThat(said.code()).isZero();
    Map<String, JsonNode> listed = new TreeMap<>();
    Json.MAPPER
        .readTree(said.out())
        .path("runs")
        .forEach(
            run -> listed.put(Path.of(run.path("run").asText()).getFileName().toString(), run));
    return listed;
  }

  @Test
  void aFinishedRunHasItsFigures() {
    Cli.Result said = Cli.sparring("runs", Cli.run().getParent().toString());
    assertThat(said.code()).isZero();
    assertThat(said.out())
        .containsPattern("(?m)^ run +task +model +round +state +before +after$")
        .containsPattern(
            "(?m)^ finished +addition +bundled +2/2 +completed +[0-9.]+ % +[0-9.]+ %$");
  }

  @ParameterizedTest
  @CsvSource({
    "completed, completed",
    "interrupted, interrupted",
    "failed, failed",
    "guard:kl, stopped by guard kl",
    "'', killed"
  })
  void aRunSaysHowItEnded(String stopped, String state) throws IOException {
    run("one", stopped);
    assertThat(listed().get("one").path("state").asText()).isEqualTo(state);
    assertThat(listed().get("one").path("before").isNumber()).isTrue();
  }

  @Test
  void aRunWhoseLockIsHeldIsRunning() throws IOException {
    Path run = run("one", "");
    try (FileChannel channel =
            FileChannel.open(
                run.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      assertThat(lock.isValid()).isTrue();
      assertThat(listed().get("one").path("state").asText()).isEqualTo("running");
      assertThat(listed().get("one").path("step").asInt()).isEqualTo(2);
      assertThat(listed().get("one").path("after").isNull()).isTrue();
    }
  }

  @Test
  void aRunThatCannotBeReadHasItsLineAndTheOthersAreListed() throws IOException {
    run("one", "completed");
    Files.writeString(run("two", "completed").resolve("run.conf"), "sparring {");
    Cli.Result said = Cli.sparring("runs", runs.toString());
    assertThat(said.complaint())
        .startsWith("sparring: " + runs.resolve("two") + " can't be read: ");
    assertThat(said.out()).contains("unreadable").containsPattern("(?m)^ one .* completed ");
    assertThat(said.code()).isZero();
  }

  @Test
  void aFolderWithoutRunsSaysSo() {
    assertThat(Cli.sparring("runs", runs.toString()).out().strip())
        .isEqualTo("There is no run in " + runs + ".");
    assertThat(Cli.sparring("runs", runs + "/none").complaint())
        .isEqualTo("sparring: there is no directory " + runs + "/none");
  }
}
