package dev.sparring.core;

/** The one state in which an attempt ends. A failure of the machinery is a drop, never a reward. */
public sealed interface Outcome {
  /** It has a reward and may be learned from. */
  record Scored(double reward) implements Outcome {}

  /** It is not learned from, for this reason. */
  record Dropped(String reason) implements Outcome {
    /** Begins the reason of everything that the machinery lost. */
    public static final String INFRASTRUCTURE = "machinery";
  }

  /** A short form for ledgers and logs: {@code scored} or {@code dropped: reason}. */
  default String label() {
    return this instanceof Dropped dropped ? "dropped: " + dropped.reason() : "scored";
  }
}
