package dev.sparring.exports;

import java.util.Map;

/**
 * Metrics of one step.
 *
 * @param kind what was measured
 * @param step the round; that of {@link Kind#BEFORE} is 0
 * @param again whether a row of this round was there before: a lost learner or a resumption plays
 *     rounds again
 * @param metrics by key; NaN where nothing was measured
 */
record MetricRow(Kind kind, int step, boolean again, Map<String, Double> metrics) {
  /** What was measured. */
  enum Kind {
    /** The base on held-out problems. */
    BEFORE,
    /** A round. */
    ROUND,
    /** The last weights on held-out problems. */
    AFTER
  }
}
