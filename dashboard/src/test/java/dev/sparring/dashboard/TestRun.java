package dev.sparring.dashboard;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparring.core.config.Settings;
import dev.sparring.dashboard.run.Json;
import dev.sparring.dashboard.run.RunFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/** Makes run folders as the trainer leaves them. */
public final class TestRun {
  private final Path path;

  private TestRun(Path path) {
    this.path = path;
  }

  /** A run without a round; {@code more} are keys and values of its configuration. */
  public static TestRun in(Path folder, String name, String... more) throws IOException {
    Path path = Files.createDirectories(folder.resolve(name));
    for (String part : List.of("rollouts", "checkpoints", "logs")) {
      Files.createDirectories(path.resolve(part));
    }
    Map<String, String> values = new LinkedHashMap<>();
    values.put("run.name", "test");
    values.put("run.steps", "40");
    for (int i = 0; i < more.length; i += 2) {
      values.put(more[i], more[i + 1]);
    }
    String settings = Settings.load(Optional.empty(), values).render();
    Files.writeString(path.resolve("lock"), "");
    Files.writeString(path.resolve("run.conf"), "# java 17.0.1\n# os Linux amd64\n" + settings);
    return new TestRun(path);
  }

  public Path path() {
    return path;
  }

  public RunFolder folder() {
    return new RunFolder(path);
  }

  /** Adds a round to the metrics. */
  public TestRun metrics(int step, Map<String, Double> values) throws IOException {
    ObjectNode line = Json.MAPPER.createObjectNode().put("step", step);
    values.forEach(line::put);
    return append(line + "\n");
  }

  /** Adds bytes to the metrics as they are. */
  public TestRun append(String text) throws IOException {
    Files.writeString(
        path.resolve("metrics.jsonl"), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    return this;
  }

  /** Writes the rollouts of a round. */
  public TestRun rollouts(int step, List<String> lines) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder().rollouts(step)))) {
      for (String line : lines) {
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
    return this;
  }

  /** Ends the run. */
  public TestRun summary(String stopped, String reason, double before, double after)
      throws IOException {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("run", "test").put("task", "addition").put("steps", 40).put("stopped", stopped);
    json.put("reason", reason).put("seconds", 12.5).put("seed", 1);
    json.putObject("before").put("eval/greedy", before);
    json.putObject("after").put("eval/greedy", after);
    json.putObject("versions").put("java", "17");
    Files.writeString(path.resolve("summary.json"), json.toString());
    return this;
  }

  /** A proposal as rollouts have it; {@code more} are fields, JSON as it stands. */
  public static String proposal(String id, String more) {
    return "{\"id\":\"" + id + "\",\"role\":\"proposer\"," + more + "}";
  }

  /** An attempt as rollouts have it. */
  public static String attempt(String id, String problem, String text, String answer, int reward) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("id", id).put("role", "solver").put("problem", problem).put("text", text);
    json.put("tokens", 5).put("answer", answer).put("format", "guess").put("truncated", false);
    json.put("logprob", -1.5).put("reward", reward).put("outcome", "scored");
    return json.toString();
  }
}
