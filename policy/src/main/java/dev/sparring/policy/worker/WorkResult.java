package dev.sparring.policy.worker;

import dev.sparring.policy.Completions;
import dev.sparring.policy.learn.LearnReport;
import dev.sparring.policy.learn.MonitoredScores;
import dev.sparring.policy.learn.Scores;
import dev.sparring.policy.learn.ShardReport;
import java.util.List;

/** How a {@link WorkItem} ended. */
public sealed interface WorkResult {
  /** Completions, one entry a prompt, in order. */
  record Generated(List<Completions> completions) implements WorkResult {}

  /** Scores, one entry an episode, in order. */
  record Scored(List<Scores> scores) implements WorkResult {}

  /** Scores of monitored episodes. */
  record Monitored(MonitoredScores scores) implements WorkResult {}

  /**
   * A whole update.
   *
   * @param arrays native arrays that are alive
   */
  record Learned(LearnReport report, int arrays) implements WorkResult {}

  /** The gradient of a shard is in its file. */
  record GradientWritten(ShardReport report) implements WorkResult {}

  /**
   * An optimizer step was taken.
   *
   * @param norm of the gradient before clipping
   * @param arrays native arrays that are alive
   */
  record Stepped(double norm, int arrays) implements WorkResult {}

  /** Files were written or read. */
  record Done() implements WorkResult {}

  /** It failed; nothing is known about the work. */
  record Failed(String reason) implements WorkResult {}

  /**
   * It was given up because the run is being stopped; {@code changed} says if weights had changed.
   */
  record Abandoned(boolean changed) implements WorkResult {}
}
