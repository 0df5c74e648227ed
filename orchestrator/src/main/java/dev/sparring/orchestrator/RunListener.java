package dev.sparring.orchestrator;

import dev.sparring.policy.hub.DownloadListener;
import java.util.Map;

/**
 * Follows a run from outside. Events come one at a time, in order, from a thread of the listener's
 * own. A listener that throws does not harm the run; one that is too slow misses events and is told
 * how many.
 */
public interface RunListener extends DownloadListener {
  /**
   * Held-out problems are being answered.
   *
   * @param when {@code before}, {@code after}, or in which round
   * @param answers to be written
   */
  default void evaluating(String when, int answers) {}

  /** The answers have been measured. */
  default void evaluated(String when, Map<String, Double> metrics) {}

  /** A round is finished. */
  default void round(int step, int steps, Map<String, Double> metrics) {}
}
