package dev.sparring.policy.worker;

import dev.sparring.policy.worker.WorkerPool.Job;
import dev.sparring.policy.worker.WorkerPool.Reply;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A job that the pool works on, cut into pieces for workers. Pieces come in phases: workers do the
 * pieces of one phase side by side and in any order; the next phase begins when all are finished.
 */
abstract class ActiveJob {
  /**
   * A piece of a job.
   *
   * @param item what the worker does
   * @param needed version of the weights that the worker must have
   * @param after version of the weights that the worker has afterwards
   * @param learnerOnly whether only the worker that holds the optimizer's state can do it
   */
  record Piece(WorkItem item, WeightsVersion needed, WeightsVersion after, boolean learnerOnly) {
    /** A piece that changes no weights, for any worker. */
    static Piece forAny(WorkItem item, WeightsVersion needed) {
      return new Piece(item, needed, needed, false);
    }

    /** A piece for the learner. */
    static Piece forLearner(WorkItem item, WeightsVersion needed, WeightsVersion after) {
      return new Piece(item, needed, after, true);
    }
  }

  private enum State {
    WAITING,
    IN_FLIGHT,
    FINISHED
  }

  private final Job job;
  private List<Piece> pieces = List.of();
  private final List<State> states = new ArrayList<>();
  private final List<WorkResult> results = new ArrayList<>();
  private Optional<Reply> reply = Optional.empty();

  ActiveJob(Job job) {
    this.job = job;
  }

  final Job job() {
    return job;
  }

  /** Begins a phase. A phase without pieces ends at once. */
  final void begin(List<Piece> phase) {
    pieces = List.copyOf(phase);
    states.clear();
    results.clear();
    for (int i = 0; i < pieces.size(); i++) {
      states.add(State.WAITING);
      results.add(new WorkResult.Done());
    }
    if (pieces.isEmpty()) {
      finishedPhase(List.of());
    }
  }

  /**
   * Is called when all pieces of the phase are finished; begins the next phase, or ends the job.
   *
   * @param results one a piece, in the order of the pieces
   */
  abstract void finishedPhase(List<WorkResult> results);

  /** Whether the job has changed weights so far. */
  boolean changed() {
    return false;
  }

  /** Files of the exchange directory that may be deleted once the job has ended. */
  List<Path> leftovers() {
    return List.of();
  }

  final void end(Reply with) {
    reply = Optional.of(with);
  }

  /** The reply to the job; empty until it has ended. */
  final Optional<Reply> reply() {
    return reply;
  }

  /**
   * The index of the first piece that waits for a worker.
   *
   * @param learner whether the worker is the learner, which may do every piece
   */
  final Optional<Integer> waiting(boolean learner) {
    for (int i = 0; i < pieces.size(); i++) {
      if (states.get(i) == State.WAITING && (learner || !pieces.get(i).learnerOnly())) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }

  /** Whether a worker other than the learner could do a piece that waits. */
  final boolean hasWorkForOthers() {
    return waiting(false).isPresent();
  }

  final Piece piece(int index) {
    return pieces.get(index);
  }

  final void sent(int index) {
    states.set(index, State.IN_FLIGHT);
  }

  /** The worker that had this piece is lost; the piece waits again. */
  final void lost(int index) {
    states.set(index, State.WAITING);
  }

  /**
   * A worker has answered: the piece is finished, or failed or was abandoned, which ends the job.
   */
  final void finished(int index, WorkResult result) {
    if (result instanceof WorkResult.Failed failed) {
      end(new WorkerPool.Failed(job.job(), failed.reason()));
    } else if (result instanceof WorkResult.Abandoned abandoned) {
      end(new WorkerPool.Abandoned(job.job(), abandoned.changed() || changed()));
    } else {
      states.set(index, State.FINISHED);
      results.set(index, result);
      if (states.stream().allMatch(State.FINISHED::equals)) {
        finishedPhase(List.copyOf(results));
      }
    }
  }
}
