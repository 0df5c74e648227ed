package dev.sparring.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.sparring.orchestrator.run.Summary;
import dev.sparring.testkit.RunFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

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
            "100",
            "evaluation.samples",
            "4");
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
    Path status = Path.of("/proc/self/status");
    return Files.exists(status)
        && Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .map(line -> Long.parseUnsignedLong(line.substring("SigIgn:".length()).strip(), 16))
            .anyMatch(ignored -> (ignored & 1L << (SIGINT - 1)) != 0);
  }

  private static int steps(Path run) {
    try {
      return RunFiles.metrics(run).size();
    } catch (IOException e) {
      return 0; // a line is being written
    }
  }
}
