package dev.sparring.core.config;

/**
 * Who does the work of a run, and when a worker counts as lost.
 *
 * @param local whether the trainer's process has workers itself, on {@code policy.devices}
 * @param least workers that must be there before the first job begins
 * @param deadline when a piece of work counts as hung
 * @param heartbeatPause seconds without a sign of life after which a host counts as lost
 * @param stallAfter seconds without progress after which the log says who waits for whom
 */
public record WorkerSettings(
    boolean local,
    @Constraint(atLeast = 1) int least,
    Deadline deadline,
    @Constraint(atLeast = 1) double heartbeatPause,
    @Constraint(above = 0) double stallAfter) {

  /**
   * When a piece of work counts as hung and is given to another worker.
   *
   * @param factor times what the slowest of the last pieces took, by their size
   * @param least seconds that every piece may take
   * @param first seconds that a piece may take before one of its kind has finished
   */
  public record Deadline(
      @Constraint(atLeast = 1) double factor,
      @Constraint(above = 0) double least,
      @Constraint(above = 0) double first) {}
}
