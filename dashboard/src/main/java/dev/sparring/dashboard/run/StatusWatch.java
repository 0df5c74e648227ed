package dev.sparring.dashboard.run;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/** Tells from one look at a run's folder to the next whether the run goes on. */
final class StatusWatch {
  private static final long PATIENCE_MILLIS = 30_000;
  private static final double ROUNDS_OF_PATIENCE = 5;
  private final RunFolder run;
  private boolean wasHeld;

  StatusWatch(RunFolder run) {
    this.run = run;
  }

  /**
   * How the run stands.
   *
   * @param round seconds that a round takes; NaN when that is not known
   * @param now in milliseconds since 1970
   */
  RunStatus look(Optional<RunSummary> summary, double round, long now) {
    long written = written();
    if (summary.isPresent()) {
      wasHeld = false;
      return RunStatus.ended(summary.get(), written);
    }
    OptionalLong holder = RunLock.holder(run.lock());
    if (holder.isPresent()) {
      wasHeld = true;
      return RunStatus.running(holder.getAsLong(), written);
    }
    if (wasHeld) {
      return RunStatus.died(run.path().toString(), written);
    }
    double patience =
        Double.isFinite(round)
            ? Math.max(PATIENCE_MILLIS, ROUNDS_OF_PATIENCE * 1000 * round)
            : PATIENCE_MILLIS;
    return now - written < patience ? RunStatus.running(0, written) : RunStatus.silent(written);
  }

  private long written() {
    return LongStream.concat(
            LongStream.of(
                RunFolder.written(run.metrics()),
                RunFolder.written(run.configuration()),
                RunFolder.written(run.summary()),
                RunFolder.written(run.status()),
                RunFolder.written(run.path().resolve("rollouts")),
                RunFolder.written(run.path().resolve("checkpoints"))),
            new ActorLogs(run).newest().stream().mapToLong(ActorLogs.LastLine::written))
        .max()
        .orElse(0);
  }
}
