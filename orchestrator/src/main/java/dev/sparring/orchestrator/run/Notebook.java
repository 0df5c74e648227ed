package dev.sparring.orchestrator.run;

import dev.sparring.core.RunState;
import dev.sparring.core.ScoredRound;
import dev.sparring.core.config.Settings;
import dev.sparring.core.task.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/** What a run writes down, and when: rollouts, then metrics, then checkpoints. */
public final class Notebook {
  private final Path run;
  private final Settings settings;
  private final Task task;
  private final Checkpoints checkpoints;

  public Notebook(Path run, Settings settings, Task task) {
    this.run = run;
    this.settings = settings;
    this.task = task;
    this.checkpoints = new Checkpoints(RunDirectory.checkpoints(run));
  }

  /** The rollouts of a step. */
  public void rollouts(int step, ScoredRound scored) throws IOException {
    Rollouts.write(RunDirectory.rollouts(run, step), scored, task);
  }

  /** The metrics of a step: the last thing written of it. */
  public void metrics(int step, Map<String, Double> metrics) throws IOException {
    MetricsLog.append(RunDirectory.metrics(run), step, metrics);
  }

  /** Whether a checkpoint is due after a step. */
  public boolean checkpointDue(int step) {
    int every = settings.checkpoint().every();
    return step == settings.run().steps() || (every > 0 && step % every == 0);
  }

  /** Where the weights of a checkpoint go before it is committed. */
  public Path beginCheckpoint(int step) throws IOException {
    return checkpoints.begin(step);
  }

  /** Makes a checkpoint of what was saved, and deletes old ones. */
  public Path commitCheckpoint(RunState state) throws IOException {
    Path path = checkpoints.commit(state.step(), state);
    int streak =
        state.guards().guards().values().stream()
            .filter(progress -> progress.streak() > 0)
            .mapToInt(progress -> progress.streakStart())
            .min()
            .orElse(Integer.MAX_VALUE);
    checkpoints.prune(settings.checkpoint().keep(), streak);
    return path;
  }

  /** The newest whole checkpoint before a step. */
  public java.util.Optional<Checkpoints.Found> checkpointBefore(int step, Consumer<String> note) {
    return checkpoints.newest(step, note);
  }

  /** How the run ended. */
  public void summary(Summary summary) throws IOException {
    summary.write(run);
  }
}
