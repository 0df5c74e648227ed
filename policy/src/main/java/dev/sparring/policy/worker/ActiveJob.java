package dev.sparring.policy.worker;

import dev.sparring.policy.worker.WorkerPool.Job;
import dev.sparring.policy.worker.WorkerPool.Reply;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A job that the pool works on, cut into pieces that workers do. Pieces come in phases: those of
 * one phase may be done side by side and in any order; the next phase begins when all are finished.
 */
abstract class ActiveJob {
  /**
   * A piece of a job.
   *
   * @param needed the weights to work with
   * @param after the weights that the worker has afterwards, if it changes them
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

  /** Begins a phase; one without pieces ends at once. */
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

  /** All pieces of the phase are finished: begins the next phase, or ends the job. */
  abstract void finishedPhase(List<WorkResult> results);

  /** Whether weights have changed in this job so far. */
  boolean changed() {
    return false;
  }

  /** Files that nobody needs once the job has ended. */
  List<Path> leftovers() {
    return List.of();
  }

  final void end(Reply with) {
    reply = Optional.of(with);
  }

  /** What the job is answered with, once it has ended. */
  final Optional<Reply> reply() {
    return reply;
  }

  /** A piece that waits, for the learner or for another worker. */
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

  /** Pieces of the phase that wait, are in flight, and are finished. */
  final int[] counts() {
    int[] counts = new int[State.values().length];
    states.forEach(state -> counts[state.ordinal()]++);
    return counts;
  }

  final Piece piece(int index) {
    return pieces.get(index);
  }

  final void sent(int index) {
    states.set(index, State.IN_FLIGHT);
  }

  /** The worker is lost: the piece waits again. */
  final void lost(int index) {
    if (states.get(index) == State.IN_FLIGHT) {
      states.set(index, State.WAITING);
    }
  }

  /** A piece is finished, failed or abandoned. */
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
