package dev.sparring.orchestrator.run;

import dev.sparring.core.RunState;
import dev.sparring.core.ScoredRound;
import dev.sparring.core.config.Settings;
import dev.sparring.core.task.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/**
 * What a run writes down, and when: rollouts, then metrics, then checkpoints. What can't be written
 * is an {@link UncheckedIOException}, for the run can't go on without it.
 */
public final class RunWriter {
  private final Path run;
  private final Settings settings;
  private final Task task;
  private final Checkpoints checkpoints;

  public RunWriter(Path run, Settings settings, Task task) {
    this.run = run;
    this.settings = settings;
    this.task = task;
    this.checkpoints = new Checkpoints(RunDirectory.checkpoints(run));
  }

  /** The rollouts of a step. */
  public void rollouts(int step, ScoredRound scored) {
    try {
      Rollouts.write(RunDirectory.rollouts(run, step), scored, task);
    } catch (IOException e) {
      throw unwritten(e);
    }
  }

  /** The metrics of a step: the last thing written of it. */
  public void metrics(int step, Map<String, Double> metrics) {
    try {
      MetricsLog.append(RunDirectory.metrics(run), step, metrics);
    } catch (IOException e) {
      throw unwritten(e);
    }
  }

  /**
   * Takes the run back to its newest whole checkpoint: what was written after it is cut. Where
   * there is none yet, nothing has been learned, and the run begins anew.
   */
  public Optional<Checkpoints.Found> goBack() {
    try {
      checkpoints.sweep();
      Optional<Checkpoints.Found> found = checkpoints.newest(step -> true, note -> {});
      checkpoints.setAside(found.map(f -> f.state().step()).orElse(-1));
      RunDirectory.cutAfter(run, found.map(f -> f.state().step()).orElse(0));
      return found;
    } catch (IOException e) {
      throw unwritten(e);
    }
  }

  /** Whether a checkpoint is due after a step. */
  public boolean checkpointDue(int step) {
    return step == settings.run().steps() || regular(step);
  }

  /** Where the weights of a checkpoint go before it is committed. */
  public Path beginCheckpoint(int step) {
    try {
      return checkpoints.begin(step);
    } catch (IOException e) {
      throw unwritten(e);
    }
  }

  /**
   * Makes a checkpoint of what was saved, and deletes old ones. By then the disk has what the run
   * wrote before: a checkpoint is never ahead of its metrics and rollouts.
   */
  public Path commitCheckpoint(RunState state, Optional<GuardDecision> decision) {
    try {
      sync(state.step());
      Path path = checkpoints.commit(state, decision);
      checkpoints.prune(settings.checkpoint().keep(), targets(state));
      return path;
    } catch (IOException e) {
      throw unwritten(e);
    }
  }

  private void sync(int step) throws IOException {
    Path metrics = RunDirectory.metrics(run);
    if (Files.exists(metrics)) {
      DurableFiles.sync(metrics);
    }
    DurableFiles.syncDirectory(RunDirectory.rollouts(run, step).getParent());
    DurableFiles.syncDirectory(run);
  }

  /** Where streaks that go on would roll back to, and one that begins with the next round. */
  private List<IntPredicate> targets(RunState state) {
    List<IntPredicate> targets = new ArrayList<>();
    targets.add(step -> safe(step, state.step() + 1));
    state.guards().guards().values().stream()
        .filter(progress -> progress.streak() > 0)
        .forEach(progress -> targets.add(step -> safe(step, progress.streakStart())));
    return targets;
  }

  /**
   * The newest whole checkpoint whose weights had not set off an alarm, of those that a run makes
   * which nobody interrupts: where a guard rolls back to must not depend on interruptions.
   *
   * @param streakStart the first round of the alarm
   */
  public Optional<Checkpoints.Found> rollbackTarget(int streakStart, Consumer<String> note) {
    return checkpoints.newest(step -> safe(step, streakStart), note);
  }

  /** Round n is played with the weights of checkpoint n − 1, so that one is alarming already. */
  private boolean safe(int step, int streakStart) {
    return step == 0 || (step < streakStart - 1 && regular(step));
  }

  private boolean regular(int step) {
    int every = settings.checkpoint().every();
    return step == 0 || (every > 0 && step % every == 0);
  }

  /** Gives up a checkpoint that was begun, so that a full disk has room for the summary. */
  public void freeSpace() {
    try {
      checkpoints.sweep();
    } catch (IOException e) {
      return; // the disk has more to say than that it is full; the next start sweeps again
    }
  }

  /** Where the run is. */
  public Path run() {
    return run;
  }

  /** How the run ended. */
  public void summary(Summary summary) {
    try {
      summary.write(run);
    } catch (IOException e) {
      throw unwritten(e);
    }
  }

  private static UncheckedIOException unwritten(IOException e) {
    return new UncheckedIOException("can't write the run: " + e.getMessage(), e);
  }
}
