package dev.sparring.policy.worker;

import dev.sparring.core.WireMessage;
import java.util.List;
import java.util.Optional;

/**
 * What a pool and its workers are doing at a moment.
 *
 * @param workers in the order in which they came
 * @param jobs the one that is worked on, then those that wait
 * @param finished pieces that were finished since the pool began: it rises while there is progress
 * @param ignored answers that came twice or too late
 */
public record PoolStatus(List<Worker> workers, List<Job> jobs, long finished, long ignored)
    implements WireMessage {

  /**
   * A worker.
   *
   * @param state {@code idle}, {@code working}, {@code draining}, or {@code silent} when it is past
   *     its deadline or out of reach
   * @param policyVersion of the weights that it has
   * @param piece what it works on
   * @param seconds since it began with that, or since its last answer
   * @param deadline seconds that the piece may take
   * @param pieces that it has finished
   * @param piecesPerMinute over the time that it was working
   */
  public record Worker(
      String name,
      String device,
      boolean learner,
      String state,
      String policyVersion,
      Optional<String> piece,
      double seconds,
      Optional<Double> deadline,
      long pieces,
      double piecesPerMinute) {}

  /**
   * A job that has not been answered.
   *
   * @param kind {@code Generate}, {@code Learn}, …
   * @param askedBy name of the actor that waits for it
   * @param seconds since it was submitted
   */
  public record Job(
      String id,
      String kind,
      String askedBy,
      double seconds,
      int waiting,
      int inFlight,
      int finished) {}
}
