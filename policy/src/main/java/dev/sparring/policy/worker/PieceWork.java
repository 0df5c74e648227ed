package dev.sparring.policy.worker;

import dev.sparring.policy.Policy;
import dev.sparring.policy.learn.LearnReport;
import dev.sparring.policy.learn.NonFiniteGradientException;
import dev.sparring.policy.learn.UpdatePlan;
import dev.sparring.policy.sample.Cancelled;
import dev.sparring.policy.tensor.MallocTrim;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Does pieces of jobs with a policy, and keeps track of the version of its weights. It is used on
 * the policy's thread; {@link #weights} may be called from any thread.
 */
final class PieceWork {
  /**
   * How a piece ended.
   *
   * @param weights version of the policy's weights now
   * @param seconds that the piece took
   */
  record Done(WeightsVersion weights, WorkResult result, double seconds) {}

  private volatile WeightsVersion weights;

  PieceWork(WeightsVersion start) {
    this.weights = start;
  }

  /** The version of the policy's weights. */
  WeightsVersion weights() {
    return weights;
  }

  /**
   * Does a piece.
   *
   * @param source directory of the needed weights, for a policy that has others
   */
  Done run(
      Policy policy,
      WorkItem item,
      WeightsVersion needed,
      WeightsVersion after,
      Optional<Path> source,
      BooleanSupplier cancelled)
      throws IOException {
    long start = System.nanoTime();
    if (!weights.equals(needed) && !(item instanceof WorkItem.Restore)) {
      if (source.isEmpty()) {
        throw new IllegalStateException(
            "this worker has the weights " + weights + " and was asked for " + needed);
      }
      policy.loadWeights(source.get());
      weights = needed;
    }
    WeightsVersion before = weights;
    weights = changes(item) ? WeightsVersion.UNKNOWN : before; // in case that it throws
    WorkResult result;
    try {
      result = work(policy, item, cancelled);
      weights = changed(item, result) ? after : before;
    } catch (Cancelled e) {
      result = new WorkResult.Abandoned(e.changed());
      weights = e.changed() ? WeightsVersion.UNKNOWN : before;
    }
    return new Done(weights, result, (System.nanoTime() - start) / 1e9);
  }

  private static boolean changes(WorkItem item) {
    return item instanceof WorkItem.Learn
        || item instanceof WorkItem.Step
        || item instanceof WorkItem.Restore;
  }

  private static boolean changed(WorkItem item, WorkResult result) {
    return result instanceof WorkResult.Stepped
        || (result instanceof WorkResult.Learned learned && learned.report().steps() > 0)
        || (item instanceof WorkItem.Restore && result instanceof WorkResult.Done);
  }

  private static WorkResult work(Policy policy, WorkItem item, BooleanSupplier cancelled)
      throws IOException {
    if (item instanceof WorkItem.Generate c) {
      return new WorkResult.Generated(policy.complete(c.prompts(), c.sampling(), cancelled));
    } else if (item instanceof WorkItem.Adapt c) {
      return new WorkResult.Generated(policy.adapt(c.adaptations(), c.sampling(), cancelled));
    } else if (item instanceof WorkItem.Score c) {
      return new WorkResult.Scored(policy.score(c.episodes(), cancelled));
    } else if (item instanceof WorkItem.Monitor c) {
      return new WorkResult.Monitored(policy.monitor(c.episodes(), cancelled));
    } else if (item instanceof WorkItem.Learn c) {
      LearnReport report = policy.learn(c.episodes(), c.monitored(), c.loss(), c.rate(), cancelled);
      MallocTrim.trim();
      return new WorkResult.Learned(report, policy.arrays());
    } else if (item instanceof WorkItem.Gradient c) {
      UpdatePlan.Step step = new UpdatePlan.Step(c.model(), c.first(), List.of(c.shard()));
      return new WorkResult.GradientWritten(
          policy.gradient(step, c.shard(), c.loss(), Path.of(c.file()), cancelled));
    } else if (item instanceof WorkItem.Step c) {
      return step(policy, c);
    }
    return files(policy, item);
  }

  private static WorkResult step(Policy policy, WorkItem.Step c) {
    try {
      double norm = policy.step(c.model(), c.gradients().stream().map(Path::of).toList(), c.rate());
      MallocTrim.trim();
      return new WorkResult.Stepped(norm, policy.arrays());
    } catch (NonFiniteGradientException e) {
      throw e.after(c.taken());
    }
  }

  private static WorkResult files(Policy policy, WorkItem item) throws IOException {
    if (item instanceof WorkItem.Save c) {
      policy.save(Path.of(c.directory()));
    } else if (item instanceof WorkItem.Restore c) {
      policy.restore(Path.of(c.directory()));
    } else if (item instanceof WorkItem.Publish c) {
      policy.saveWeights(Path.of(c.directory()));
    } else {
      throw new IllegalArgumentException("no worker can do " + item);
    }
    return new WorkResult.Done();
  }

  /** One line that describes an update, for the log; empty for other work. */
  static Optional<String> line(Done done) {
    if (!(done.result() instanceof WorkResult.Learned learned)) {
      return Optional.empty();
    }
    LearnReport report = learned.report();
    return Optional.of(
        report.steps() == 0
            ? "nothing to learn from"
            : String.format(
                Locale.ROOT,
                "learned from %d tokens in %.2f s: loss %.4f, gradient norm %.3f, clipped %.3f",
                report.tokens(),
                done.seconds(),
                report.loss(),
                report.gradientNorm(),
                report.clipFraction()));
  }
}
