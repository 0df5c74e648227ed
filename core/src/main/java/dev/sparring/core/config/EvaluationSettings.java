package dev.sparring.core.config;

/**
 * Measuring on held-out problems.
 *
 * @param every rounds from one to the next; 0 is only before and after
 * @param problems held-out problems
 * @param samples answers drawn for each
 */
public record EvaluationSettings(
    @Constraint(atLeast = 0) int every,
    @Constraint(atLeast = 1) int problems,
    @Constraint(atLeast = 1, atMost = EvaluationSettings.MOST_SAMPLES) int samples) {
  /** Answers that may be drawn for a problem; all of a prompt set's are held in memory. */
  static final int MOST_SAMPLES = 10_000;
}
