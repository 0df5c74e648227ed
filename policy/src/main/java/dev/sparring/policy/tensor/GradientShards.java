package dev.sparring.policy.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;

/**
 * Threads that each work on a piece of their own. Operators of a small model are too short to be
 * shared: threads would spend their time waiting for one another. Those of a large model are not,
 * and a second piece in work would cost memory: there one lane works with all threads.
 */
public final class GradientShards implements AutoCloseable {
  /** Parameters. The bundled model (0.6 M) learns 1.1 times as fast with two lanes. */
  private static final long SMALL = 2_000_000;

  private final int count;
  private final ExecutorService pool;

  /**
   * @param count lanes; with more than one, each works with one thread
   */
  public GradientShards(int count) {
    this.count = count;
    this.pool = count > 1 ? Executors.newFixedThreadPool(count, GradientShards::thread) : null;
  }

  /** One, which works with all threads. */
  public static GradientShards one() {
    return new GradientShards(1);
  }

  /** As many as suit a model. */
  public static GradientShards of(long parameters, String device, int threads) {
    return new GradientShards(count(parameters, device, threads));
  }

  /** How many suit a model; each has gradients of its own. */
  public static int count(long parameters, String device, int threads) {
    return device.equals("cpu") && parameters < SMALL ? threads : 1;
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "lane");
    thread.setDaemon(true);
    return thread;
  }

  /** How many there are. */
  public int count() {
    return count;
  }

  /**
   * Works on pieces, each lane on every {@code count}-th of them, in order.
   *
   * @param work takes a lane's number and a piece
   * @return what came of each piece
   */
  @SuppressWarnings("unchecked")
  public <T, R> List<R> each(List<T> pieces, BiFunction<Integer, T, R> work) {
    Object[] results = new Object[pieces.size()];
    if (count == 1) {
      run(0, pieces, work, results);
    } else {
      side(pieces, work, results);
    }
    return (List<R>) Arrays.asList(results);
  }

  private <T, R> void side(List<T> pieces, BiFunction<Integer, T, R> work, Object[] results) {
    List<CompletableFuture<Void>> shards = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int shard = i;
      shards.add(
          CompletableFuture.runAsync(
              () -> {
                EngineThread.use(1);
                run(shard, pieces, work, results);
              },
              pool));
    }
    try {
      CompletableFuture.allOf(shards.toArray(CompletableFuture[]::new)).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private <T, R> void run(
      int shard, List<T> pieces, BiFunction<Integer, T, R> work, Object[] into) {
    for (int i = shard; i < into.length; i += count) {
      into[i] = work.apply(shard, pieces.get(i));
    }
  }

  @Override
  public void close() {
    if (pool != null) {
      pool.shutdown();
    }
  }
}
