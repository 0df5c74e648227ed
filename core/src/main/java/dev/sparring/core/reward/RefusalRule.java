package dev.sparring.core.reward;

import dev.sparring.core.DropReason;
import dev.sparring.core.Outcome;

/**
 * The outcome of a proposal that is malformed or that a gate refused. It is counted either way. The
 * reward is never negative: a penalty makes a proposer write ever fewer valid problems ("SSP").
 */
public enum RefusalRule {
  /** A reward of 0: the proposer learns to avoid it. */
  ZERO,
  /** Not learned from. */
  MASK;

  /** The outcome of a proposal that is refused for this reason. */
  public Outcome outcome(DropReason reason) {
    return this == ZERO ? new Outcome.Scored(0) : new Outcome.Dropped(reason);
  }
}
