package dev.sparring.core.advantage;

/**
 * REINFORCE++ ("REINFORCE++", 2501.03262): the return, whitened over all tokens of the role in the
 * batch. One reward at the end and a discount of 1 make the return the same at every token. Groups
 * play no part: a group that agrees is better or worse than the batch.
 */
record ReinforcePlusPlus() implements Advantage {
  @Override
  public String configName() {
    return "reinforce++";
  }

  @Override
  public Advantages compute(Batch batch) {
    return new Advantages(Whitening.overTokens(batch.rewards(), batch.lengths()), batch.baseline());
  }
}
