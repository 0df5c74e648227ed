package dev.sparring.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.sparring.orchestrator.run.Summary;
import dev.sparring.testkit.RunFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ^C} in every phase of a run. */
@DisabledOnOs(OS.WINDOWS)
final class InterruptedIT {
  private static final int STEPS = 5;
  private static final int PATIENCE_SECONDS = 10;
  private static final int INTERRUPTED = 130;
  private static final int SIGINT = 2;

  @TempDir private Path directory;

  @Test
  void aRunEndsSoonWhenItIsInterruptedAndGoesOnAsIfItHadNotBeen() throws IOException {
    assumeThat(interruptsAreIgnored())
        .as("as in the background of a shell that spares it ^C")
        .isFalse();
    Map<String, String> settings =
        RunFiles.tiny(
            directory,
            "run.steps",
            "" + STEPS,
            "evaluation.problems",
            "60",
            "evaluation.samples",
            "2");
    Path whole = directory.resolve("whole");
    assertThat(TrainingProcess.startOrResume(whole, settings).end()).isZero();

    Path before = directory.resolve("before");
    interrupt(before, settings, () -> Files.exists(before.resolve("run.conf")), 0);
    Path rounds = directory.resolve("rounds");
    interrupt(rounds, settings, () -> steps(rounds) == 3, 3);
    Path after = directory.resolve("after");
    interrupt(after, settings, () -> Files.exists(after.resolve("checkpoints/000005")), STEPS);

    for (Path run : new Path[] {before, rounds, after}) {
      TrainingProcess rest = TrainingProcess.startOrResume(run, settings);
      assertThat(rest.end()).as(rest::output).isZero();
      RunFiles.assertSame(run, whole);
      RunFiles.assertLedgerComplete(run, STEPS, 4, 4);
    }
  }

  /**
   * A run that is held up for longer than any fixed patience: 12 seconds, where the command line
   * gave up after 9 before.
   */
  @ParameterizedTest
  @CsvSource({"INT, 12, 130", "TERM, 1, 0", "HUP, 1, 129"})
  void aRunWhoseCheckpointComesLateIsWaitedForAndLosesNoRound(String signal, int late, int code)
      throws IOException {
    assumeThat(ignored(signal)).isFalse();
    Path run = directory.resolve("late");
    TrainingProcess process = late(run, late);
    process.signal(signal);
    assertThat(process.reaches(() -> process.says("finishing: saving the checkpoint"))).isTrue();
    assertThat(process.end()).as(process::output).isEqualTo(code);
    Summary summary = Summary.read(run).orElseThrow();
    assertThat(summary.stopped()).isEqualTo("interrupted");
    assertThat(summary.steps()).isEqualTo(4);
    assertThat(run.resolve("checkpoints/000004")).isDirectory();
    assertThat(process.output().lines())
        .containsOnlyOnce("finishing: saving the checkpoint; press ^C again to stop without it")
        .containsOnlyOnce("go on with: sparring train --resume " + run);
  }

  @ParameterizedTest
  @CsvSource({"1s, 600, 143, 3", "5m, 1, 75, 4"})
  void aSupervisorWaitsForTheCheckpointUntilTheDeadline(
      String deadline, int late, int code, int rounds) throws IOException {
    assumeThat(ignored("TERM")).isFalse();
    Path run = directory.resolve("deadline");
    TrainingProcess process =
        late(run, late, "--shutdown-deadline", deadline, "--stopped-code", "75");
    process.signal("TERM");
    assertThat(process.end()).as(process::output).isEqualTo(code);
    assertThat(process.says("not finished within --shutdown-deadline")).isEqualTo(rounds == 3);
    assertThat(Summary.read(run).isPresent()).isEqualTo(rounds == 4);
    assertThat(RunFiles.metrics(run)).hasSize(rounds);
  }

  @Test
  void aTrainerWhoseWorkersAreGoneEndsAtOnce() throws IOException {
    assumeThat(ignored("TERM")).isFalse();
    Map<String, String> settings = RunFiles.tiny(directory, "workers.local", "false");
    try (Hosts hosts = new Hosts(directory, "alone", settings)) {
      TrainingProcess trainer = hosts.startTrainer();
      hosts.await("it waits for workers", () -> hosts.status().isPresent());
      trainer.signal("TERM");
      assertThat(trainer.end()).as(trainer::output).isZero();
      assertThat(Summary.read(hosts.run()).orElseThrow().stopped()).isEqualTo("interrupted");
    }
  }

  @Test
  void aSecondInterruptEndsARunAtOnceWithTheCheckpointThatItHad() throws IOException {
    assumeThat(interruptsAreIgnored()).isFalse();
    Path run = directory.resolve("twice");
    TrainingProcess process = late(run, 600);
    process.interrupt();
    assertThat(process.reaches(() -> process.says("finishing: saving the checkpoint"))).isTrue();
    process.interrupt();
    assertThat(process.end()).as(process::output).isEqualTo(INTERRUPTED);
    assertThat(Summary.read(run)).isEmpty();
    assertThat(run.resolve("checkpoints/000003")).doesNotExist();
    assertThat(run.resolve("checkpoints/000002")).isDirectory();
    assertThat(RunFiles.metrics(run)).hasSize(3);
  }

  /** A run that is held up in its fourth round, once it is. */
  private TrainingProcess late(Path run, int seconds, String... more) {
    Path begun = directory.resolve("begun");
    List<String> arguments =
        new ArrayList<>(
            List.of(run.toString(), "3", Integer.toString(seconds), begun.toString(), "train"));
    arguments.addAll(List.of("--name", run.getFileName().toString()));
    arguments.addAll(List.of(more));
    RunFiles.tiny(directory, "run.steps", "" + STEPS, "task", "slow")
        .forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
    TrainingProcess process =
        TrainingProcess.start(
            directory.resolve("out"), Map.of(), "dev.sparring.cli.SlowRound", arguments);
    assertThat(process.reaches(() -> Files.exists(begun))).isTrue();
    return process;
  }

  /** Sends the signal when something is so; looks at what the run leaves. */
  private static void interrupt(
      Path run, Map<String, String> settings, BooleanSupplier when, int atLeast)
      throws IOException {
    TrainingProcess process = TrainingProcess.startOrResume(run, settings);
    assertThat(process.reaches(when)).isTrue();
    long start = System.nanoTime();
    process.interrupt();
    assertThat(process.end()).as(process::output).isEqualTo(INTERRUPTED);
    assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start))
        .isLessThan(PATIENCE_SECONDS);
    Summary summary = Summary.read(run).orElseThrow();
    assertThat(summary.stopped()).as(process::output).isEqualTo("interrupted");
    assertThat(summary.steps()).isBetween(atLeast, atLeast + 1);
    assertThat(RunFiles.metrics(run)).hasSize(summary.steps());
    assertThat(process.output().lines())
        .containsOnlyOnce("go on with: sparring train --resume " + run);
  }

  /** Whether the system says that this process, and so those that it starts, ignore the signal. */
  private static boolean interruptsAreIgnored() throws IOException {
    return ignored("INT");
  }

  private static boolean ignored(String signal) throws IOException {
    int number = Map.of("HUP", 1, "INT", SIGINT, "TERM", 15).get(signal);
    Path status = Path.of("/proc/self/status");
    return Files.exists(status)
        && Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .map(line -> Long.parseUnsignedLong(line.substring("SigIgn:".length()).strip(), 16))
            .anyMatch(ignored -> (ignored & 1L << (number - 1)) != 0);
  }

  private static int steps(Path run) {
    try {
      return RunFiles.metrics(run).size();
    } catch (IOException e) {
      return 0; // a line is being written
    }
  }
}
