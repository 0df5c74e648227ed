package dev.sparring.core.advantage;

/**
 * GRPO with all sequences of the role in one group, whatever their prompts: (r − mean) / (std +
 * 1e-6). For a proposer, whose prompts are alike and answered once. As in batch-normalised
 * advantages of "REINFORCE++" (2501.03262), but over sequences rather than tokens.
 */
record BatchNormalised() implements Advantage {
  @Override
  public String configName() {
    return "batch";
  }

  @Override
  public Advantages compute(Batch batch) {
    Batch one =
        new Batch(
            batch.role(),
            batch.rewards(),
            new int[batch.size()],
            batch.lengths(),
            batch.baseline());
    return new Advantages(Groups.apply(one, Groups::normalised), batch.baseline());
  }
}
