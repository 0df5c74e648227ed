package dev.sparring.policy.worker;

import dev.sparring.policy.Completions;
import dev.sparring.policy.learn.Scores;
import dev.sparring.policy.sample.Prompt;
import dev.sparring.policy.worker.WorkerPool.Generate;
import dev.sparring.policy.worker.WorkerPool.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;

/** A generation or scoring job, cut into shards of consecutive prompts or episodes. */
final class ShardedJob extends ActiveJob {
  private final DoubleSupplier seconds;

  private ShardedJob(WorkerPool.Job job, DoubleSupplier seconds) {
    super(job);
    this.seconds = seconds;
  }

  /**
   * Cuts a generation job.
   *
   * @param workers how many the pool has
   * @param slots sequences that a worker decodes side by side; a shard should fill them
   * @param seconds tells how long the job has taken
   */
  static ShardedJob of(Generate job, int workers, int slots, DoubleSupplier seconds) {
    int samples = job.prompts().stream().mapToInt((Prompt p) -> p.samples().size()).max().orElse(1);
    int least = Math.max(1, slots / Math.max(1, samples));
    WeightsVersion needed = WeightsVersion.of(job.stepVersion().policyVersion());
    ShardedJob sharded = new ShardedJob(job, seconds);
    sharded.begin(
        cut(job.prompts(), size(job.prompts().size(), workers, least)).stream()
            .map(p -> Piece.forAny(new WorkItem.Generate(p, job.sampling()), needed))
            .toList());
    return sharded;
  }

  /** Cuts a scoring job. */
  static ShardedJob of(Score job, int workers, DoubleSupplier seconds) {
    WeightsVersion needed = WeightsVersion.of(job.stepVersion().policyVersion());
    ShardedJob sharded = new ShardedJob(job, seconds);
    sharded.begin(
        cut(job.episodes(), size(job.episodes().size(), workers, 1)).stream()
            .map(episodes -> Piece.forAny(new WorkItem.Score(episodes), needed))
            .toList());
    return sharded;
  }

  /** One shard for a single worker; else several for each, so that none waits long at the end. */
  private static int size(int all, int workers, int least) {
    int perWorker = 4;
    return workers == 1 ? Math.max(1, all) : Math.max(least, ceil(all, workers * perWorker));
  }

  private static int ceil(int all, int parts) {
    return Math.max(1, (all + parts - 1) / parts);
  }

  private static <T> List<List<T>> cut(List<T> all, int size) {
    List<List<T>> parts = new ArrayList<>();
    for (int from = 0; from < all.size(); from += size) {
      parts.add(all.subList(from, Math.min(all.size(), from + size)));
    }
    return parts;
  }

  @Override
  void finishedPhase(List<WorkResult> results) {
    if (job() instanceof Generate) {
      List<Completions> all = new ArrayList<>();
      results.forEach(r -> all.addAll(((WorkResult.Generated) r).completions()));
      end(new WorkerPool.Generated(job().job(), all, seconds.getAsDouble()));
    } else {
      List<Scores> all = new ArrayList<>();
      results.forEach(r -> all.addAll(((WorkResult.Scored) r).scores()));
      end(new WorkerPool.Scored(job().job(), all, seconds.getAsDouble()));
    }
  }
}
