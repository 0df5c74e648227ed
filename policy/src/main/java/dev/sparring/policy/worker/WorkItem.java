package dev.sparring.policy.worker;

import dev.sparring.core.Episode;
import dev.sparring.core.Sampling;
import dev.sparring.core.selfplay.Adaptation;
import dev.sparring.policy.learn.Loss;
import dev.sparring.policy.learn.UpdatePlan;
import dev.sparring.policy.sample.Prompt;
import java.util.List;
import java.util.Optional;

/** The work of one piece. The same item gives the same result on every worker. */
public sealed interface WorkItem {
  /** Files or directories that the work reads. */
  default List<String> reads() {
    return List.of();
  }

  /** The file or directory that the work writes. */
  default Optional<String> writes() {
    return Optional.empty();
  }

  /** Whether it is a file that the work writes, and no directory. */
  default boolean writesFile() {
    return false;
  }

  /**
   * The same work with its files elsewhere.
   *
   * @param reads as many as {@link #reads()} gives
   * @param writes where it writes, if it does
   */
  default WorkItem with(List<String> reads, Optional<String> writes) {
    return this;
  }

  /** Write completions. */
  record Generate(List<Prompt> prompts, Sampling sampling) implements WorkItem {}

  /**
   * Have scratch adapters learn texts and answer questions; gives {@link WorkResult.Generated}, one
   * entry a question.
   */
  record Adapt(List<Adaptation> adaptations, Sampling sampling) implements WorkItem {}

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
      implements WorkItem {
    @Override
    public Optional<String> writes() {
      return Optional.of(file);
    }

    @Override
    public boolean writesFile() {
      return true;
    }

    @Override
    public WorkItem with(List<String> reads, Optional<String> writes) {
      return new Gradient(model, first, shard, loss, writes.orElseThrow());
    }
  }

  /**
   * Add up gradients and take one optimizer step; gives {@link WorkResult.Stepped}. For the learner
   * only.
   *
   * @param model name of the weights, as in {@link UpdatePlan.Step}
   * @param gradients files in the order of the shards
   * @param rate learning rate
   * @param taken optimizer steps that the update has taken before
   */
  record Step(String model, List<String> gradients, double rate, int taken) implements WorkItem {
    @Override
    public List<String> reads() {
      return gradients;
    }

    @Override
    public WorkItem with(List<String> reads, Optional<String> writes) {
      return new Step(model, reads, rate, taken);
    }
  }

  /** Write weights and optimizer state. Learner only. */
  record Save(String directory) implements WorkItem {
    @Override
    public Optional<String> writes() {
      return Optional.of(directory);
    }

    @Override
    public WorkItem with(List<String> reads, Optional<String> writes) {
      return new Save(writes.orElseThrow());
    }
  }

  /** Take weights and optimizer state. Learner only. */
  record Restore(String directory) implements WorkItem {
    @Override
    public List<String> reads() {
      return List.of(directory);
    }

    @Override
    public WorkItem with(List<String> reads, Optional<String> writes) {
      return new Restore(reads.get(0));
    }
  }

  /** Write weights for other workers. Learner only. */
  record Publish(String directory) implements WorkItem {
    @Override
    public Optional<String> writes() {
      return Optional.of(directory);
    }

    @Override
    public WorkItem with(List<String> reads, Optional<String> writes) {
      return new Publish(writes.orElseThrow());
    }
  }
}
