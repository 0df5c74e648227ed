package dev.sparring.core.reward;

import dev.sparring.core.Outcome;

/**
 * What becomes of a proposal that is refused, as it is no problem or none that is new. Either way
 * it is counted; never is it trained on by accident, and never is its reward negative (a penalty
 * starves the proposer: "SSP").
 */
public enum RefusalRule {
  /** A reward of 0: the proposer learns to avoid it. */
  ZERO,
  /** Not learned from. */
  MASK;

  /** What a proposal ends in that is refused for this reason. */
  public Outcome outcome(String reason) {
    return this == ZERO ? new Outcome.Scored(0) : new Outcome.Dropped(reason);
  }
}
