package dev.sparring.policy.worker;

import dev.sparring.core.Episode;
import dev.sparring.core.Sampling;
import dev.sparring.policy.learn.Loss;
import dev.sparring.policy.learn.UpdatePlan;
import dev.sparring.policy.sample.Prompt;
import java.util.List;

/** What one worker does at a time. The same item gives the same result on every worker. */
public sealed interface WorkItem {
  /** Write completions. */
  record Generate(List<Prompt> prompts, Sampling sampling) implements WorkItem {}

  /** Log-probabilities and entropies of given text. */
  record Score(List<Episode> episodes) implements WorkItem {}

  /** Scores under the policy and under the reference policy. */
  record Monitor(List<Episode> episodes) implements WorkItem {}

  /** A whole update, with all its optimizer steps. Learner only. */
  record Learn(List<Episode> episodes, List<Episode> monitored, Loss loss, double rate)
      implements WorkItem {}

  /**
   * The gradient of a shard.
   *
   * @param file where it is written
   */
  record Gradient(String model, boolean first, UpdatePlan.Shard shard, Loss loss, String file)
      implements WorkItem {}

  /**
   * One optimizer step. Learner only.
   *
   * @param gradients files in the order of the shards
   * @param taken steps that the update has taken before
   */
  record Step(String model, List<String> gradients, double rate, int taken) implements WorkItem {}

  /** Write weights and optimizer state. Learner only. */
  record Save(String directory) implements WorkItem {}

  /** Take weights and optimizer state. Learner only. */
  record Restore(String directory) implements WorkItem {}

  /** Write weights for other workers. Learner only. */
  record Publish(String directory) implements WorkItem {}
}
