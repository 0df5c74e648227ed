package dev.sparring.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparring.orchestrator.ModelResolver;
import dev.sparring.policy.checkpoint.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine;

/** The command line, called in this process. */
final class Cli {
  /** What makes a run take a second. */
  static final List<String> SHORT =
      List.of(
          "--set=run.steps=2",
          "--set=proposer.problems=4",
          "--set=solver.samples=4",
          "--set=evaluation.problems=20",
          "--set=evaluation.samples=4",
          "--set=policy.threads=2",
          "--set=policy.decode.slots=64");

  /** Three checkpoints of random weights, with what transformers computes on them. */
  static final Path GOLDEN = Path.of("..", "policy", "src", "test", "resources", "golden");

  private static final Path RUNS = temporary();
  private static Result run;

  private Cli() {}

  /** What a command said, and its exit code. */
  record Result(int code, String out, String err) {
    /** The one line on standard error. */
    String complaint() {
      List<String> lines = err.lines().toList();
      if (lines.size() != 1) {
        throw new AssertionError("not one line on standard error: " + lines);
      }
      return lines.get(0);
    }

    /** The JSON lines on standard output of a command that had nothing to complain about. */
    List<JsonNode> answers() throws IOException {
      if (code != 0 || !err.isEmpty()) {
        throw new AssertionError(this.toString());
      }
      List<JsonNode> answers = new ArrayList<>();
      for (String line : out.lines().toList()) {
        answers.add(Json.MAPPER.readTree(line));
      }
      return answers;
    }
  }

  /** Calls {@code sparring}. */
  static Result sparring(String... arguments) {
    System.setProperty(ModelResolver.HOME, Path.of("").toAbsolutePath().getParent().toString());
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    int code = commandLine.execute(arguments);
    return new Result(code, out.toString(), err.toString());
  }

  /** Calls {@code sparring} with lines on standard input. */
  static Result given(List<String> lines, String... arguments) {
    InputStream own = System.in;
    byte[] bytes = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    try {
      System.setIn(new ByteArrayInputStream(bytes));
      return sparring(arguments);
    } finally {
      System.setIn(own);
    }
  }

  /** Calls {@code sparring train} for a run that takes a second. */
  static Result train(Path runs, String... more) {
    List<String> arguments = new ArrayList<>(List.of("train", "--set=run.directory=" + runs));
    arguments.addAll(SHORT);
    arguments.addAll(List.of(more));
    return sparring(arguments.toArray(String[]::new));
  }

  /** A finished run, made once. */
  static synchronized Path run() {
    if (run == null) {
      run = train(RUNS, "--name", "finished");
      if (run.code() != 0) {
        throw new AssertionError(run.toString());
      }
    }
    return RUNS.resolve("finished");
  }

  /** What was said while that run was made. */
  static synchronized Result runSaid() {
    run();
    return run;
  }

  /** A copy of the bundled model. */
  static Path model(Path parent) throws IOException {
    return copy(Path.of("..", "models", "bundled"), parent.resolve("model"));
  }

  /** A copy of one of the checkpoints of random weights. */
  static Path golden(String name, Path parent) throws IOException {
    return copy(GOLDEN.resolve(name), parent.resolve(name));
  }

  private static Path copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (var files = Files.list(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, to.resolve(file.getFileName().toString()));
      }
    }
    return to;
  }

  /** Changes a JSON file. */
  static void edit(Path file, Consumer<ObjectNode> change) throws IOException {
    ObjectNode json = (ObjectNode) Json.read(file);
    change.accept(json);
    Files.writeString(file, json.toString());
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("sparring-runs");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
