package dev.sparring.core.advantage;

/**
 * REINFORCE++ with a group baseline ("REINFORCE++", 2501.03262): r − mean within the group, then
 * whitened over all tokens of the role in the batch. Whitening moves the zero: a group that agrees
 * may get a small advantage, unless no group disagrees.
 */
record ReinforcePlusPlusBaseline() implements Advantage {
  @Override
  public String configName() {
    return "reinforce++-baseline";
  }

  @Override
  public Advantages compute(Batch batch) {
    return new Advantages(
        Whitening.overTokens(Groups.apply(batch, Groups::centred), batch.lengths()),
        batch.baseline());
  }
}
