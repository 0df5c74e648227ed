package dev.sparring.orchestrator;

import dev.sparring.core.config.Settings;
import dev.sparring.orchestrator.run.Summary;
import java.nio.file.Path;
import java.util.Map;

/**
 * Something that has happened in a run. Subscribers are {@link java.util.function.Consumer}s of
 * events. Each gets them one at a time, in order, on a thread of its own; one that throws does not
 * harm the run, and one that is too slow misses events and is told how many.
 */
public sealed interface RunEvent {
  /**
   * A file of the model has come this far; sent when it begins, every so often, and when it is
   * whole.
   *
   * @param bytes that are here
   * @param size in bytes
   */
  record Downloading(String file, long bytes, long size) implements RunEvent {}

  /**
   * The run's folder is there, and its rounds begin or go on. Missing when the run was over
   * already.
   *
   * @param directory of the run
   * @param step the last round that is finished; 0 for a new run
   */
  record RunBegun(Path directory, Settings settings, int step) implements RunEvent {}

  /** Something that a person should know, in one line. */
  record Note(String line) implements RunEvent {}

  /**
   * Held-out problems are being answered.
   *
   * @param when {@code before}, {@code after}, or in which round
   * @param answers to be written
   */
  record EvaluationBegun(String when, int answers) implements RunEvent {}

  /** The answers have been measured. */
  record EvaluationMeasured(String when, Map<String, Double> metrics) implements RunEvent {
    public EvaluationMeasured {
      metrics = Map.copyOf(metrics);
    }
  }

  /**
   * The run begins with something else.
   *
   * @param step the round in progress, or the last one that is finished
   * @param phase in a word or two, such as {@code proposing}, {@code solving} or {@code learning}
   */
  record PhaseBegun(int step, String phase) implements RunEvent {}

  /** A round is finished, and its metrics are written. */
  record RoundFinished(int step, int steps, Map<String, Double> metrics) implements RunEvent {
    public RoundFinished {
      metrics = Map.copyOf(metrics);
    }
  }

  /**
   * A guard has raised an alarm.
   *
   * @param guard its name
   * @param message in one line
   */
  record GuardRaised(int step, String guard, String message) implements RunEvent {}

  /**
   * A checkpoint is whole.
   *
   * @param step the last round that it contains
   * @param seconds that it took
   */
  record CheckpointWritten(int step, Path directory, double seconds) implements RunEvent {}

  /**
   * A worker has finished a piece of a job.
   *
   * @param step the round in progress
   * @param piece its id
   * @param kind of work, such as {@code Generate} or {@code Gradient}
   * @param seconds since the worker was given it
   */
  record PieceFinished(int step, String worker, String piece, String kind, double seconds)
      implements RunEvent {}

  /**
   * A worker has come, or has come back. The workers of the run's own process are there from the
   * start and send no event.
   *
   * @param learner whether it computes the updates
   */
  record WorkerJoined(String worker, String device, boolean learner) implements RunEvent {}

  /**
   * A worker is lost, hangs, or has left.
   *
   * @param learner whether it computed the updates: the run goes on from its newest checkpoint
   * @param why in one line
   */
  record WorkerLost(String worker, boolean learner, String why) implements RunEvent {}

  /** This subscriber was too slow and has missed events. */
  record EventsDropped(long events) implements RunEvent {}

  /** The run has ended, and its summary is written. Missing when the run broke off. */
  record RunEnded(Summary summary) implements RunEvent {}
}
