package dev.sparring.core.advantage;

/**
 * Group relative policy optimisation: (r − mean) / (std + 1e-6) within the group, std with n − 1
 * ("DeepSeekMath", 2402.03300, section 4.1). Dividing by the deviation favours groups that almost
 * agree; a group of one, or one that agrees, gets 0.
 */
record Grpo() implements Advantage {
  @Override
  public String configName() {
    return "grpo";
  }

  @Override
  public Advantages compute(Batch batch) {
    return new Advantages(Groups.apply(batch, Groups::normalised), batch.baseline());
  }
}
