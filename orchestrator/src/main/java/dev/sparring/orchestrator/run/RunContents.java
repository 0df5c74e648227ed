package dev.sparring.orchestrator.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What a resumption has to understand before it moves, cuts or deletes anything. What it deletes it
 * knows by name: half-written files of a process that died, and rounds after the checkpoint, which
 * are played again. Of anything else:
 *
 * <ul>
 *   <li>A visible file in {@code checkpoints} or {@code rollouts} that this program does not write
 *       there is refused, for it may be a checkpoint or a round under another name.
 *   <li>A hidden one is left alone; file managers and network file systems make such files.
 *   <li>A line of {@code metrics.jsonl} that can't be read is refused, unless it is the end of the
 *       file, where a crash leaves half a line.
 *   <li>Rounds without a whole checkpoint to go on from are refused: to start over would throw them
 *       away.
 * </ul>
 */
public final class RunContents {
  private static final Pattern ROUND = Pattern.compile(StepNames.DIGITS + "\\.jsonl\\.gz");
  private static final Pattern HALF_ROUND =
      Pattern.compile("\\." + StepNames.DIGITS + "\\.jsonl\\.gz\\.tmp");
  private static final Pattern HALF_FILE =
      Pattern.compile("\\.(metrics\\.jsonl|summary\\.json|run\\.conf|base\\.sha256|checker)\\.tmp");

  /** What a file system has at its root, which a folder of a run may be. */
  private static final String MOUNTED = "lost+found";

  private RunContents() {}

  /** Throws unless all that a resumption may touch is of a kind that it knows. */
  public static void requireKnown(Path run) throws IOException {
    requireKnown(
        RunDirectory.checkpoints(run),
        Checkpoints::known,
        "is no checkpoint, which would be named as 000012 is");
    requireKnown(
        rollouts(run),
        name -> round(name).isPresent(),
        "has no rollouts, which would be named as 000012.jsonl.gz is");
    OptionalInt line = MetricsLog.unreadable(RunDirectory.metrics(run));
    if (line.isPresent()) {
      throw new RunException(
          "line "
              + line.getAsInt()
              + " of "
              + RunDirectory.metrics(run)
              + " is no JSON object with a step; mend it, or take it out, to go on with the run");
    }
  }

  private static void requireKnown(Path folder, Predicate<String> known, String matter)
      throws IOException {
    for (Path entry : list(folder)) {
      String name = entry.getFileName().toString();
      if (!name.startsWith(".") && !name.equals(MOUNTED) && !known.test(name)) {
        throw new RunException(
            entry + " " + matter + "; rename it, or move it elsewhere, to go on with the run");
      }
    }
  }

  /** Throws when a run without a whole checkpoint has rounds. */
  public static void requireNoRounds(Path run) throws IOException {
    OptionalInt last = lastRound(run);
    if (last.isPresent()) {
      throw new RunException(
          run
              + " has rounds up to "
              + last.getAsInt()
              + " and no whole checkpoint to go on from; put one back into "
              + RunDirectory.checkpoints(run)
              + ", or start a new run with: sparring train "
              + run.resolve("run.conf")
              + " --name ANOTHER");
    }
  }

  /** The last round that has metrics or rollouts. */
  private static OptionalInt lastRound(Path run) throws IOException {
    int last = 0;
    for (var metrics : MetricsLog.read(RunDirectory.metrics(run))) {
      last = Math.max(last, metrics.getOrDefault("step", 0.0).intValue());
    }
    for (Path file : list(rollouts(run))) {
      last = Math.max(last, round(file.getFileName().toString()).orElse(0));
    }
    return last == 0 ? OptionalInt.empty() : OptionalInt.of(last);
  }

  /** Deletes rollouts after a step, and files that a process left half-written when it died. */
  static void cutAfter(Path run, int step) throws IOException {
    for (Path file : list(rollouts(run))) {
      String name = file.getFileName().toString();
      if (round(name).orElse(0) > step || HALF_ROUND.matcher(name).matches()) {
        Files.delete(file);
      }
    }
    for (Path file : list(run)) {
      if (HALF_FILE.matcher(file.getFileName().toString()).matches()) {
        Files.delete(file);
      }
    }
  }

  private static OptionalInt round(String name) {
    return StepNames.step(ROUND, name);
  }

  private static Path rollouts(Path run) {
    return RunDirectory.rollouts(run, 0).getParent();
  }

  /** What a folder holds, in order; nothing where there is no folder. */
  public static List<Path> list(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var entries = Files.list(folder)) {
      return entries.sorted().toList();
    }
  }
}
