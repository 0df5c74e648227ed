package dev.sparring.cli.process;

import dev.sparring.testkit.RunFiles;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** {@code sparring} in a process of its own, for dying, or for an environment of its own. */
final class TrainingProcess {
  private static final long DEADLINE_SECONDS = 240;
  private static final long GLANCE_MILLIS = 2;

  private final Process process;
  private final Path output;

  private TrainingProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** A new run, or the rest of it once there is something to go on with. */
  static TrainingProcess startOrResume(Path run, Map<String, String> settings) {
    List<String> arguments = new ArrayList<>(List.of("train"));
    if (Files.exists(run.resolve("run.conf"))) {
      arguments.addAll(List.of("--resume", run.toString()));
    } else {
      arguments.addAll(List.of("--name", run.getFileName().toString()));
      settings.forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
    }
    return start(run.resolveSibling(run.getFileName() + ".out"), Map.of(), arguments);
  }

  /**
   * Any command.
   *
   * @param output where what it says goes
   * @param environment variables that it has besides this process's
   */
  static TrainingProcess start(
      Path output, Map<String, String> environment, List<String> arguments) {
    return start(output, environment, "dev.sparring.cli.Main", arguments);
  }

  /** Any command in another working directory. */
  static TrainingProcess start(
      Path output, Path folder, Map<String, String> environment, List<String> arguments) {
    return start(folder, Optional.empty(), output, environment, "dev.sparring.cli.Main", arguments);
  }

  /**
   * The same.
   *
   * @param main the class that is run
   */
  static TrainingProcess start(
      Path output, Map<String, String> environment, String main, List<String> arguments) {
    return start(Path.of(""), Optional.empty(), output, environment, main, arguments);
  }

  /**
   * The same in a working directory.
   *
   * @param input what it reads on standard input
   */
  static TrainingProcess start(
      Path directory,
      Optional<Path> input,
      Path output,
      Map<String, String> environment,
      String main,
      List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add("-Dsparring.home=" + RunFiles.HOME);
    command.addAll(List.of("-cp", classPath()));
    command.add(main);
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("OMP_WAIT_POLICY", "passive");
    builder.environment().putAll(environment);
    builder.directory(directory.toAbsolutePath().toFile());
    input.ifPresent(file -> builder.redirectInput(file.toFile()));
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    try {
      Files.deleteIfExists(output);
      return new TrainingProcess(builder.start(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The class path with whole paths, for other working directories. */
  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.isEmpty())
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Waits until something is so; false when the process ended before. */
  boolean reaches(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
    while (!condition.getAsBoolean()) {
      if (lives(GLANCE_MILLIS)) {
        if (System.nanoTime() > deadline) {
          process.destroyForcibly();
          throw new AssertionError("it never happened; the process said:\n" + output());
        }
      } else {
        return condition.getAsBoolean();
      }
    }
    return true;
  }

  /** Whether it is still there after so long. */
  boolean lives(long millis) {
    try {
      return !process.waitFor(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** SIGKILL. */
  void kill() {
    process.destroyForcibly();
    end();
  }

  /** SIGINT, as {@code ^C} sends it. */
  void interrupt() throws IOException {
    signal("INT");
  }

  /** Any signal. */
  void signal(String name) throws IOException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
  }

  /** Waits for the end; gives the exit code. */
  int end() {
    if (lives(TimeUnit.SECONDS.toMillis(DEADLINE_SECONDS))) {
      process.destroyForcibly();
      throw new AssertionError("the process did not end; it said:\n" + output());
    }
    return process.exitValue();
  }

  /** Whether it has said something like this. */
  boolean says(String text) {
    return output().contains(text);
  }

  /** What it has said; Java's own line on options in the environment is left out. */
  String output() {
    try {
      return Files.readString(output).replaceAll("(?m)^Picked up JAVA_TOOL_OPTIONS:.*\\R", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
