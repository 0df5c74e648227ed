package dev.sparring.orchestrator.cli;

import dev.sparring.orchestrator.Models;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
  }

  /** Calls {@code sparring}. */
  static Result sparring(String... arguments) {
    System.setProperty(Models.HOME, Path.of("").toAbsolutePath().getParent().toString());
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    int code = commandLine.execute(arguments);
    return new Result(code, out.toString(), err.toString());
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
    Path from = Path.of("..", "models", "bundled");
    Path to = Files.createDirectories(parent.resolve("model"));
    try (var files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName().toString()));
      }
    }
    return to;
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("sparring-runs");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
