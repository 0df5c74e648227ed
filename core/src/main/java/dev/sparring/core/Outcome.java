package dev.sparring.core;

/**
 * The one state in which a proposal or an attempt ends. A failure of the infrastructure is a drop,
 * never a reward.
 */
public sealed interface Outcome {
  /** It has a reward and may be learned from. */
  record Scored(double reward) implements Outcome {}

  /** It has no reward and is not learned from. */
  record Dropped(DropReason reason) implements Outcome {}

  /** A short form for rollouts and logs: {@code scored} or {@code dropped: reason}. */
  default String label() {
    return this instanceof Dropped dropped ? "dropped: " + dropped.reason().text() : "scored";
  }
}
