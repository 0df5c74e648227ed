package dev.sparring.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/** Settings of small runs of the bundled model, and assertions about the files that runs leave. */
public final class RunFiles {
  /** The repository, as seen from a module's folder. */
  public static final Path HOME = Path.of("..").toAbsolutePath().normalize();

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private RunFiles() {}

  /** A run of a second or two; {@code more} are keys and values that go over it. */
  public static Map<String, String> tiny(Path directory, String... more) {
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

  public static Path newestCheckpoint(Path run) {
    try (var entries = Files.list(run.resolve("checkpoints"))) {
      return entries
          .filter(e -> e.getFileName().toString().matches("\\d+"))
          .max(Path::compareTo)
          .get();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code metrics.jsonl} without what a clock says; nothing when no round was finished. */
  public static List<ObjectNode> metrics(Path run) throws IOException {
    List<ObjectNode> steps = new ArrayList<>();
    if (!Files.exists(run.resolve("metrics.jsonl"))) {
      return steps;
    }
    for (String line : Files.readAllLines(run.resolve("metrics.jsonl"))) {
      ObjectNode step = (ObjectNode) MAPPER.readTree(line);
      List<String> names = new ArrayList<>();
      step.fieldNames().forEachRemaining(names::add);
      names.removeIf(name -> !name.startsWith("time/") && !name.equals("tokens/perSecond"));
      steps.add(step.remove(names));
    }
    return steps;
  }

  /** The JSON lines of one round's rollouts. */
  public static List<JsonNode> rollouts(Path run, int step) throws IOException {
    Path file = run.resolve(String.format(Locale.ROOT, "rollouts/%06d.jsonl.gz", step));
    List<JsonNode> lines = new ArrayList<>();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      for (String line; (line = reader.readLine()) != null; ) {
        lines.add(MAPPER.readTree(line));
      }
    }
    return lines;
  }

  /** {@code summary.json} without the name of the run and what a clock says. */
  private static ObjectNode summary(Path run) throws IOException {
    ObjectNode summary = (ObjectNode) MAPPER.readTree(run.resolve("summary.json").toFile());
    return summary.remove(List.of("run", "seconds"));
  }

  /** Names and bytes of a folder's files; the state names no run and no time. */
  public static Map<String, String> files(Path folder) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (var entries = Files.walk(folder)) {
      for (Path file : entries.filter(Files::isRegularFile).toList()) {
        files.put(
            folder.relativize(file).toString(),
            new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
      }
    }
    return files;
  }

  /** Weights, optimizer, state, metrics, rollouts and summary are the same, times aside. */
  public static void assertSame(Path run, Path other) throws IOException {
    Path last = newestCheckpoint(run);
    Path lastOther = newestCheckpoint(other);
    assertThat(last.getFileName()).isEqualTo(lastOther.getFileName());
    Map<String, String> weights = files(last);
    assertThat(weights.keySet()).anyMatch(name -> name.endsWith("model.safetensors"));
    assertThat(weights.keySet()).anyMatch(name -> name.endsWith("optimizer.safetensors"));
    assertEqualBytes(weights, files(lastOther));
    assertThat(metrics(run)).isEqualTo(metrics(other));
    assertEqualBytes(files(run.resolve("rollouts")), files(other.resolve("rollouts")));
    assertThat(summary(run)).isEqualTo(summary(other));
  }

  /** Of files that differ, only the names are told. */
  private static void assertEqualBytes(Map<String, String> files, Map<String, String> others) {
    assertThat(files.keySet()).isEqualTo(others.keySet());
    assertThat(files.keySet().stream().filter(n -> !files.get(n).equals(others.get(n)))).isEmpty();
  }

  /** Every step once in metrics and rollouts; every id once, with one outcome. */
  public static void assertLedgerComplete(Path run, int steps, int problems, int samples)
      throws IOException {
    List<Integer> played = metrics(run).stream().map(m -> m.path("step").asInt()).toList();
    assertThat(played).isEqualTo(IntStream.rangeClosed(1, steps).boxed().toList());
    assertThat(files(run.resolve("rollouts"))).hasSize(steps);
    Set<String> ids = new HashSet<>();
    for (int step : played) {
      int proposals = 0;
      int asked = 0;
      int answered = 0;
      for (JsonNode line : rollouts(run, step)) {
        assertThat(ids.add(line.path("id").asText())).as("once: %s", line).isTrue();
        assertThat(line.path("id").asText()).startsWith(String.format(Locale.ROOT, "s%06d", step));
        assertThat(line.path("outcome").asText()).as("%s", line).isNotEmpty();
        assertThat(line.has("reward")).isEqualTo(line.path("outcome").asText().equals("scored"));
        String role = line.path("role").asText();
        boolean proposal = role.equals("proposer");
        proposals += proposal ? 1 : 0;
        asked += line.has("text") && proposal && line.has("problem") ? 1 : 0;
        answered += role.equals("solver") ? 1 : 0;
      }
      assertThat(proposals).isEqualTo(problems);
      assertThat(answered).isEqualTo(asked * samples);
    }
  }
}
