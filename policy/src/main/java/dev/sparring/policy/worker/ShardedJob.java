package dev.sparring.policy.worker;

import dev.sparring.policy.Completions;
import dev.sparring.policy.learn.Scores;
import dev.sparring.policy.sample.Prompt;
import dev.sparring.policy.worker.WorkerPool.Adapt;
import dev.sparring.policy.worker.WorkerPool.Generate;
import dev.sparring.policy.worker.WorkerPool.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;

/** A generation, adaptation or scoring job, cut into shards of consecutive prompts or episodes. */
final class ShardedJob extends ActiveJob {
  /** A shard is at most this part of what each worker would get of the rest. */
  private static final int SHARES = 16;

  /** Adaptations in a piece, at most: each takes seconds, and its texts travel with the piece. */
  private static final int ADAPTATIONS = 16;

  private final DoubleSupplier seconds;

  private ShardedJob(WorkerPool.Job job, DoubleSupplier seconds) {
    super(job);
    this.seconds = seconds;
  }

  /**
   * Cuts a generation job.
   *
   * @param needed the weights to work with
   * @param workers that there are
   * @param slots sequences that a worker decodes side by side; a shard should fill them
   * @param seconds tells how long the job has taken
   */
  static ShardedJob of(
      Generate job, WeightsVersion needed, int workers, int slots, DoubleSupplier seconds) {
    int samples = job.prompts().stream().mapToInt((Prompt p) -> p.samples().size()).max().orElse(1);
    int least = Math.max(1, slots / Math.max(1, samples));
    ShardedJob sharded = new ShardedJob(job, seconds);
    sharded.begin(
        cut(job.prompts(), workers, least).stream()
            .map(p -> Piece.forAny(new WorkItem.Generate(p, job.sampling()), needed))
            .toList());
    return sharded;
  }

  /** Adaptations; each is learned by itself, so that a piece may have as few as one. */
  static ShardedJob of(Adapt job, WeightsVersion needed, int workers, DoubleSupplier seconds) {
    ShardedJob sharded = new ShardedJob(job, seconds);
    sharded.begin(
        cut(job.adaptations(), workers, 1).stream()
            .flatMap(some -> parts(some, ADAPTATIONS).stream())
            .map(some -> Piece.forAny(new WorkItem.Adapt(some, job.sampling()), needed))
            .toList());
    return sharded;
  }

  /** Scoring. */
  static ShardedJob of(Score job, WeightsVersion needed, int workers, DoubleSupplier seconds) {
    ShardedJob sharded = new ShardedJob(job, seconds);
    sharded.begin(
        cut(job.episodes(), workers, 1).stream()
            .map(episodes -> Piece.forAny(new WorkItem.Score(episodes), needed))
            .toList());
    return sharded;
  }

  private static <T> List<List<T>> parts(List<T> all, int most) {
    List<List<T>> parts = new ArrayList<>();
    for (int from = 0; from < all.size(); from += most) {
      parts.add(all.subList(from, Math.min(all.size(), from + most)));
    }
    return parts;
  }

  /**
   * One shard for a single worker. Else shards that become smaller towards the end, so that workers
   * of different speed end at about the same time (guided self-scheduling, Polychronopoulos and
   * Kuck, IEEE Transactions on Computers 36, 1987).
   */
  private static <T> List<List<T>> cut(List<T> all, int workers, int least) {
    List<List<T>> parts = new ArrayList<>();
    int from = 0;
    while (from < all.size()) {
      int left = all.size() - from;
      int size = workers == 1 ? left : Math.max(least, left / (SHARES * workers));
      int to = Math.min(all.size(), from + size);
      parts.add(all.subList(from, to));
      from = to;
    }
    return parts;
  }

  @Override
  void finishedPhase(List<WorkResult> results) {
    if (job() instanceof Generate || job() instanceof Adapt) {
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
