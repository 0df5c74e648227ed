package dev.sparring.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.orchestrator.run.RunDirectory;
import dev.sparring.testkit.RunFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code kill -9}, many times, with every kind of self-play. */
final class KilledIT {
  private static final int KILLS_PER_RUN = 3;
  private static final int STEPS = 8;
  private static final int STARTING = 0;
  private static final int SAVING = 1;
  private static final int SHORT_MILLIS = 250;
  private static final int LONG_MILLIS = 3000;

  @TempDir private Path directory;

  private final Random random = new Random(20);
  private final Map<String, Integer> phases = new TreeMap<>();

  @ParameterizedTest
  @CsvSource({"questions, addition", "judge, addition", "correction, addition", "self-edit, facts"})
  @DisabledOnOs(OS.WINDOWS)
  void aRunThatIsKilledAtRandomMomentsEndsWithTheBitsOfOneThatIsNot(String selfPlay, String task)
      throws IOException {
    Map<String, String> settings =
        RunFiles.tiny(directory, "evaluation.every", "3", "self-play", selfPlay, "task", task);
    Path whole = directory.resolve("whole");
    assertThat(TrainingProcess.startOrResume(whole, settings).end()).isZero();
    RunFiles.assertLedgerComplete(whole, STEPS, 4, 4);

    Path run = directory.resolve("killed");
    for (int kills = 0; kills < KILLS_PER_RUN; ) {
      kills += killed(run, settings, kills) ? 1 : 0;
      if (Files.exists(run.resolve("summary.json"))) {
        break;
      }
    }
    TrainingProcess last = TrainingProcess.startOrResume(run, settings);
    assertThat(last.end()).as(last::output).isZero();
    RunFiles.assertSame(run, whole);
    RunFiles.assertLedgerComplete(run, STEPS, 4, 4);
    System.out.println("killed " + phases);
  }

  /**
   * Starts or resumes a run and kills it: while it starts, in a checkpoint, or somewhere about its
   * n-th quarter. False if it had ended by then.
   */
  private boolean killed(Path run, Map<String, String> settings, int quarter) {
    boolean fresh = !Files.exists(run.resolve("run.conf"));
    int target = quarter == KILLS_PER_RUN - 1 ? STEPS : 2 * quarter - random.nextInt(2);
    int manner = random.nextInt(5);
    int millis = random.nextInt(manner == STARTING ? LONG_MILLIS : SHORT_MILLIS);
    TrainingProcess process = TrainingProcess.startOrResume(run, settings);
    boolean there =
        manner == STARTING
            || process.reaches(
                () ->
                    (fresh ? Files.exists(run.resolve("lock")) : goesOn(process))
                        && steps(run) >= target
                        && (manner != SAVING || writesCheckpoint(run)));
    there = there && process.lives(manner == SAVING ? 0 : millis);
    if (there) {
      phases.merge(manner == STARTING ? "while it starts" : phase(run), 1, Integer::sum);
    }
    process.kill();
    return there;
  }

  private static boolean goesOn(TrainingProcess process) {
    return process.says("going on from") || process.says("starting over");
  }

  private static String phase(Path run) {
    if (!Files.exists(run.resolve("run.conf"))) {
      return "while it is made";
    } else if (steps(run) == STEPS) {
      return "at the end";
    } else if (writesCheckpoint(run)) {
      return "in a checkpoint";
    } else if (!Files.exists(run.resolve("checkpoints/000000")) && steps(run) == 0) {
      return "before the first round";
    }
    return "in the rounds";
  }

  private static boolean writesCheckpoint(Path run) {
    try (var entries = Files.list(RunDirectory.checkpoints(run))) {
      return entries.anyMatch(entry -> entry.getFileName().toString().endsWith(".tmp"));
    } catch (IOException | UncheckedIOException e) {
      return false;
    }
  }

  private static long steps(Path run) {
    try (var lines = Files.lines(RunDirectory.metrics(run))) {
      return lines.count();
    } catch (IOException | UncheckedIOException e) {
      return 0;
    }
  }
}
