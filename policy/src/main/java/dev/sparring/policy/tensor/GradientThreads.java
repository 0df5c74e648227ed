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
 * The threads that compute the gradients of micro-batches. Operators of a small model are too short
 * to be shared by threads, so each thread computes the gradients of micro-batches of its own. For a
 * large model, one micro-batch at a time is computed with all threads, which takes less memory.
 */
public final class GradientThreads implements AutoCloseable {
  /**
   * Parameters of a small model, at most. The bundled model (0.6 M) learns 1.1 times as fast with
   * two threads of their own.
   */
  private static final long SMALL = 2_000_000;

  private final int count;
  private final ExecutorService pool;

  /**
   * Starts the threads.
   *
   * @param count micro-batches that are computed at a time; with more than one, each has one thread
   */
  public GradientThreads(int count) {
    this.count = count;
    this.pool = count > 1 ? Executors.newFixedThreadPool(count, GradientThreads::thread) : null;
  }

  /** One micro-batch at a time, with all threads. */
  public static GradientThreads one() {
    return new GradientThreads(1);
  }

  /**
   * Starts as many as {@link #count(long, String, int)} says.
   *
   * @param parameters of the model
   * @param device as {@code policy.device}
   * @param threads as {@code policy.threads}
   */
  public static GradientThreads of(long parameters, String device, int threads) {
    return new GradientThreads(count(parameters, device, threads));
  }

  /**
   * How many micro-batches of a model are computed at a time; each needs gradient buffers of its
   * own.
   */
  public static int count(long parameters, String device, int threads) {
    return device.equals("cpu") && parameters < SMALL ? threads : 1;
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "gradients");
    thread.setDaemon(true);
    return thread;
  }

  /** How many micro-batches are computed at a time. */
  public int count() {
    return count;
  }

  /**
   * Does work for every piece: thread t takes the pieces t, t + count, t + 2 count, … in this
   * order. An exception of {@code work} is thrown on.
   *
   * @param work takes a thread's number, from 0, and a piece
   * @return the results, in the order of the pieces
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
