package dev.sparring.orchestrator;

import java.util.Map;

/** Follows a run from outside; called from the orchestrator's thread, so it must be quick. */
public interface RunListener {
  /** Held-out problems are being answered; {@code when} is {@code before} or {@code after}. */
  default void examining(String when) {}

  /** They have been marked. */
  default void examined(String when, Map<String, Double> marks) {}

  /** A round is finished. */
  default void round(int step, int steps, Map<String, Double> metrics) {}

  /** Something that a person should know, in one line. */
  default void note(String line) {}
}
