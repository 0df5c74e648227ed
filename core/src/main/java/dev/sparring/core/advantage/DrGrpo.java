package dev.sparring.core.advantage;

/**
 * GRPO without its two biases: r − mean within the group, not divided by the deviation
 * ("Understanding R1-Zero-like training", 2503.20783). The other half of it, a loss that is summed
 * over a constant length, is the business of the loss.
 */
record DrGrpo() implements Advantage {
  @Override
  public String configName() {
    return "dr-grpo";
  }

  @Override
  public Advantages compute(Batch batch) {
    return new Advantages(Groups.apply(batch, Groups::centred), batch.baseline());
  }
}
