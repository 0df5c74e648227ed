package dev.sparring.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparring.core.config.Settings;
import dev.sparring.orchestrator.run.Rollouts;
import dev.sparring.orchestrator.run.RunDirectory;
import dev.sparring.orchestrator.run.Summary;
import dev.sparring.policy.checkpoint.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Small runs of the bundled model, and what two of them have to have in common. */
final class Runs {
  static final Path HOME = Path.of("..").toAbsolutePath().normalize();

  private Runs() {}

  /** A run of a second or two; {@code more} are keys and values that go over it. */
  static Map<String, String> tiny(Path directory, String... more) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("run.directory", directory.toString());
    values.put("run.steps", "8");
    values.put("policy.model", HOME.resolve("models/bundled").toString());
    values.put("policy.threads", "2");
    values.put("policy.decode.slots", "16");
    values.put("proposer.problems", "4");
    values.put("solver.samples", "4");
    values.put("evaluation.problems", "8");
    values.put("evaluation.samples", "2");
    values.put("checkpoint.every", "2");
    for (int i = 0; i < more.length; i += 2) {
      values.put(more[i], more[i + 1]);
    }
    return values;
  }

  static Settings settings(Path directory, String name, String... more) {
    return Settings.load(Optional.empty(), tiny(directory, more)).named(name);
  }

  /** Plays a run to its end; gives its folder. */
  static Path play(Path directory, String name, String... more) {
    try (Training training =
        Training.start(settings(directory, name, more), new RunListener() {})) {
      training.end().join();
      return training.directory();
    }
  }

  /** Resumes a run and plays it to its end; gives what was said. */
  static List<String> resume(Path run, Settings now) {
    List<String> notes = new ArrayList<>();
    RunListener listener =
        new RunListener() {
          @Override
          public void note(String line) {
            notes.add(line);
          }
        };
    try (Training training = Training.resume(run, now, listener)) {
      training.end().join();
    }
    return notes;
  }

  /** Resumes a run as it is. */
  static List<String> resume(Path run) {
    return resume(run, RunDirectory.settings(run));
  }

  static Path newestCheckpoint(Path run) {
    try (var entries = Files.list(RunDirectory.checkpoints(run))) {
      return entries
          .filter(e -> e.getFileName().toString().matches("\\d+"))
          .max(Path::compareTo)
          .get();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** {@code metrics.jsonl} without what a clock says; nothing when no round was finished. */
  static List<ObjectNode> metrics(Path run) throws IOException {
    List<ObjectNode> steps = new ArrayList<>();
    if (!Files.exists(RunDirectory.metrics(run))) {
      return steps;
    }
    for (String line : Files.readAllLines(RunDirectory.metrics(run))) {
      ObjectNode step = (ObjectNode) Json.MAPPER.readTree(line);
      List<String> names = new ArrayList<>();
      step.fieldNames().forEachRemaining(names::add);
      names.removeIf(name -> !name.startsWith("time/") && !name.equals("tokens/perSecond"));
      steps.add(step.remove(names));
    }
    return steps;
  }

  /** Names and bytes of a folder's files; the state names no run and no time. */
  static Map<String, String> files(Path folder) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (var entries = Files.list(folder)) {
      for (Path file : entries.toList()) {
        files.put(
            file.getFileName().toString(),
            new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1));
      }
    }
    return files;
  }

  /** Weights, optimizer, state, metrics, rollouts and summary are the same, times aside. */
  static void assertSame(Path run, Path other) throws IOException {
    Path last = newestCheckpoint(run);
    Path lastOther = newestCheckpoint(other);
    assertThat(last.getFileName()).isEqualTo(lastOther.getFileName());
    Map<String, String> weights = files(last);
    assertThat(weights.keySet()).contains("model.safetensors", "optimizer.safetensors");
    assertEqualBytes(weights, files(lastOther));
    assertThat(metrics(run)).isEqualTo(metrics(other));
    assertEqualBytes(files(run.resolve("rollouts")), files(other.resolve("rollouts")));
    Summary summary = Summary.read(run).orElseThrow();
    Summary summaryOther = Summary.read(other).orElseThrow();
    assertThat(summary.stopped()).isEqualTo(summaryOther.stopped());
    assertThat(summary.reason()).isEqualTo(summaryOther.reason());
    assertThat(summary.steps()).isEqualTo(summaryOther.steps());
    assertThat(summary.before()).isEqualTo(summaryOther.before());
    assertThat(summary.after()).isEqualTo(summaryOther.after());
  }

  /** Of files that differ, only the names are told. */
  private static void assertEqualBytes(Map<String, String> files, Map<String, String> others) {
    assertThat(files.keySet()).isEqualTo(others.keySet());
    assertThat(files.keySet().stream().filter(n -> !files.get(n).equals(others.get(n)))).isEmpty();
  }

  /** Every step once in metrics and rollouts; every id once, with one outcome. */
  static void assertBooksComplete(Path run, int steps, int problems, int samples)
      throws IOException {
    List<Integer> played = metrics(run).stream().map(m -> m.path("step").asInt()).toList();
    assertThat(played).isEqualTo(java.util.stream.IntStream.rangeClosed(1, steps).boxed().toList());
    assertThat(files(run.resolve("rollouts"))).hasSize(steps);
    Set<String> ids = new HashSet<>();
    for (int step : played) {
      int proposals = 0;
      int asked = 0;
      int answered = 0;
      for (JsonNode line : Rollouts.read(RunDirectory.rollouts(run, step))) {
        assertThat(ids.add(line.path("id").asText())).as("once: %s", line).isTrue();
        assertThat(line.path("id").asText()).startsWith(String.format("s%06d", step));
        assertThat(line.path("outcome").asText()).as("%s", line).isNotEmpty();
        assertThat(line.has("reward")).isEqualTo(line.path("outcome").asText().equals("scored"));
        boolean proposal = line.path("role").asText().equals("proposer");
        proposals += proposal ? 1 : 0;
        asked += line.has("text") && proposal && line.has("problem") ? 1 : 0;
        answered += proposal ? 0 : 1;
      }
      assertThat(proposals).isEqualTo(problems);
      assertThat(answered).isEqualTo(asked * samples);
    }
  }
}
