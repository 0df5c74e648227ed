package dev.sparring.orchestrator;

import dev.sparring.policy.hub.DownloadListener;
import java.util.Map;

/**
 * Follows a run from outside; called from the orchestrator's thread, so it must be quick. A model
 * that has to be downloaded first is followed too, from the thread that starts the run.
 */
public interface RunListener extends DownloadListener {
  /**
   * Held-out problems are being answered.
   *
   * @param when {@code before}, {@code after}, or in which round
   * @param answers to be written
   */
  default void evaluating(String when, int answers) {}

  /** They have been marked. */
  default void evaluated(String when, Map<String, Double> measured) {}

  /** A round is finished. */
  default void round(int step, int steps, Map<String, Double> metrics) {}
}
