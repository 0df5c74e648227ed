package dev.sparring.policy.worker;

import dev.sparring.core.Episode;
import dev.sparring.core.Sampling;
import dev.sparring.policy.learn.Loss;
import dev.sparring.policy.learn.UpdatePlan;
import dev.sparring.policy.sample.Prompt;
import java.util.List;

/** The work of one piece. The same item gives the same result on every worker. */
public sealed interface WorkItem {
  /** Write completions; gives {@link WorkResult.Generated}. */
  record Generate(List<Prompt> prompts, Sampling sampling) implements WorkItem {}

  /** Score the counted tokens of episodes; gives {@link WorkResult.Scored}. */
  record Score(List<Episode> episodes) implements WorkItem {}

  /**
   * Score episodes under the policy and under the reference policy; gives {@link
   * WorkResult.Monitored}.
   */
  record Monitor(List<Episode> episodes) implements WorkItem {}

  /**
   * Take all optimizer steps of an update; gives {@link WorkResult.Learned}. For the learner only.
   *
   * @param monitored episodes that are scored before the update and not learned from
   * @param rate learning rate
   */
  record Learn(List<Episode> episodes, List<Episode> monitored, Loss loss, double rate)
      implements WorkItem {}

  /**
   * Compute the gradient of a shard and write it into a file; gives {@link
   * WorkResult.GradientWritten}.
   *
   * @param model name of the weights, as in {@link UpdatePlan.Step}
   * @param first whether the update has taken no step on these weights yet
   * @param file that is written, safetensors
   */
  record Gradient(String model, boolean first, UpdatePlan.Shard shard, Loss loss, String file)
      implements WorkItem {}

  /**
   * Add up gradients and take one optimizer step; gives {@link WorkResult.Stepped}. For the learner
   * only.
   *
   * @param model name of the weights, as in {@link UpdatePlan.Step}
   * @param gradients files in the order of the shards
   * @param rate learning rate
   * @param taken optimizer steps that the update has taken before
   */
  record Step(String model, List<String> gradients, double rate, int taken) implements WorkItem {}

  /** Write weights and optimizer state into a directory. For the learner only. */
  record Save(String directory) implements WorkItem {}

  /** Read weights and optimizer state from a directory. For the learner only. */
  record Restore(String directory) implements WorkItem {}

  /** Write weights into a directory, from which other workers read them. For the learner only. */
  record Publish(String directory) implements WorkItem {}
}
