package dev.sparring.orchestrator;

import dev.sparring.core.StepVersion;
import dev.sparring.orchestrator.run.StatusFile;
import dev.sparring.orchestrator.run.StatusFile.Wait;
import dev.sparring.policy.worker.PoolStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;

/**
 * Writes {@code status.json}, and logs who waits for whom when nothing has progressed for a while.
 */
final class StatusReporter {
  private final Path run;
  private final double stallAfter;
  private final Supplier<Logger> log;
  private final LongSupplier nanos;
  private String progress = "";
  private long progressed;
  private boolean said;
  private boolean failed;

  /**
   * @param stallAfter seconds without progress after which it is logged
   * @param nanos a clock
   */
  StatusReporter(Path run, double stallAfter, Supplier<Logger> log, LongSupplier nanos) {
    this.run = run;
    this.stallAfter = stallAfter;
    this.log = log;
    this.nanos = nanos;
    this.progressed = nanos.getAsLong();
  }

  /**
   * Takes down how things stand.
   *
   * @param seconds that the loop has been in its state
   */
  void report(LoopState state, double seconds, PoolStatus pool) {
    String now = state.getClass() + " " + state.stepVersion() + " " + pool.finished();
    if (!now.equals(progress)) {
      progress = now;
      progressed = nanos.getAsLong();
      said = false;
    }
    double quiet = (nanos.getAsLong() - progressed) / 1e9;
    List<Wait> waits = waits(state, seconds, pool);
    if (quiet > stallAfter && !said) {
      said = true;
      log.get()
          .warn(
              "nothing has progressed for {} s: {}",
              Math.round(quiet),
              String.join("; ", waits.stream().map(Wait::line).toList()));
    }
    StepVersion at = state.stepVersion();
    try {
      new StatusFile(
              System.currentTimeMillis(),
              ProcessHandle.current().pid(),
              state.words(),
              at.step(),
              at.policyVersion(),
              waits,
              quiet,
              pool)
          .write(run);
      failed = false;
    } catch (IOException e) {
      if (!failed) {
        log.get().warn("the status can't be written: {}", e.getMessage());
      }
      failed = true;
    }
  }

  /**
   * Who waits for whom: the orchestrator for an actor, actors for the pool, the pool for workers.
   */
  static List<Wait> waits(LoopState state, double seconds, PoolStatus pool) {
    List<Wait> waits = new ArrayList<>();
    if (state instanceof LoopState.Proposing) {
      waits.add(new Wait("orchestrator", "proposer", "the round's problems", seconds));
    } else if (state instanceof LoopState.Solving) {
      boolean writing = pool.jobs().stream().anyMatch(job -> job.askedBy().equals("solver"));
      waits.add(
          writing
              ? new Wait("orchestrator", "solver", "answers", seconds)
              : new Wait("orchestrator", "verifier", "verdicts", seconds));
    }
    for (PoolStatus.Job job : pool.jobs()) {
      waits.add(new Wait(job.askedBy(), "pool", job.kind() + " " + job.id(), job.seconds()));
    }
    for (PoolStatus.Worker worker : pool.workers()) {
      worker
          .piece()
          .ifPresent(piece -> waits.add(new Wait("pool", worker.name(), piece, worker.seconds())));
    }
    if (!pool.jobs().isEmpty()
        && pool.workers().stream().noneMatch(worker -> worker.piece().isPresent())) {
      waits.add(new Wait("pool", "a worker", "to come", pool.jobs().get(0).seconds()));
    }
    return waits;
  }
}
