package dev.sparring.policy.worker;

import dev.sparring.policy.Completions;
import dev.sparring.policy.learn.LearnReport;
import dev.sparring.policy.learn.MonitoredScores;
import dev.sparring.policy.learn.Scores;
import dev.sparring.policy.learn.ShardReport;
import java.util.List;

/** How a {@link WorkItem} ended. */
public sealed interface WorkResult {
  /** Whether the work was done. */
  default boolean succeeded() {
    return true;
  }

  /** Completions, one entry a prompt, in the order of the prompts. */
  record Generated(List<Completions> completions) implements WorkResult {}

  /** Scores, one entry an episode, in the order of the episodes. */
  record Scored(List<Scores> scores) implements WorkResult {}

  /** Scores of monitored episodes under the policy and the reference policy. */
  record Monitored(MonitoredScores scores) implements WorkResult {}

  /**
   * All steps of an update were taken.
   *
   * @param arrays native arrays alive afterwards
   */
  record Learned(LearnReport report, int arrays) implements WorkResult {}

  /** The gradient of a shard was written into its file. */
  record GradientWritten(ShardReport report) implements WorkResult {}

  /**
   * An optimizer step was taken.
   *
   * @param norm L2 norm of the gradient before clipping
   * @param arrays native arrays alive afterwards
   */
  record Stepped(double norm, int arrays) implements WorkResult {}

  /** Files were written or read. */
  record Done() implements WorkResult {}

  /**
   * The work failed. What it has changed is not known.
   *
   * @param reason one line
   */
  record Failed(String reason) implements WorkResult {
    @Override
    public boolean succeeded() {
      return false;
    }
  }

  /**
   * The work was given up because the run is being stopped.
   *
   * @param changed whether it had changed weights
   */
  record Abandoned(boolean changed) implements WorkResult {
    @Override
    public boolean succeeded() {
      return false;
    }
  }
}
