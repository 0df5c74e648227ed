package dev.sparring.core.config;

/**
 * How a run is evaluated on held-out problems.
 *
 * @param every rounds from one evaluation to the next; with 0 there is one before and one after the
 *     run only
 * @param problems held-out problems in an evaluation
 * @param samples answers that are sampled for each problem, besides the greedy one
 */
public record EvaluationSettings(
    @Constraint(atLeast = 0) int every,
    @Constraint(atLeast = 1) int problems,
    @Constraint(atLeast = 1, atMost = EvaluationSettings.MOST_SAMPLES) int samples) {
  /** Most samples for a problem: all answers of a prompt set are held in memory. */
  static final int MOST_SAMPLES = 10_000;
}
