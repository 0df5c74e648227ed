package dev.sparring.policy.worker;

import dev.sparring.policy.Policy;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * The one thread that uses a policy. Work runs in the order in which it was given. Closing waits
 * for work that has begun, for example for a checkpoint that is being written.
 */
public final class PolicyThread implements AutoCloseable {
  /** Work with the policy. */
  @FunctionalInterface
  interface Work<R> {
    /**
     * Does the work.
     *
     * @param cancelled work that can be given up asks it from time to time, and ends with {@link
     *     dev.sparring.policy.sample.Cancelled} when it is true
     */
    R run(Policy policy, BooleanSupplier cancelled) throws Exception;
  }

  private final Policy policy;
  private final AtomicBoolean cancelled = new AtomicBoolean();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread own = new Thread(work, "policy");
            own.setDaemon(true);
            return own;
          });

  /**
   * Starts the thread.
   *
   * @param policy that no other thread uses from now on; closed with this thread
   */
  public PolicyThread(Policy policy) {
    this.policy = policy;
  }

  /** Runs work after all that was given before. The future fails with what the work throws. */
  <R> CompletableFuture<R> run(Work<R> work) {
    return CompletableFuture.supplyAsync(
        () -> unchecked(() -> work.run(policy, cancelled::get)), thread);
  }

  private static <R> R unchecked(Callable<R> work) {
    try {
      return work.call();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new CompletionException(e);
    }
  }

  /** Has work that can be given up end, now and from now on. */
  void cancel() {
    cancelled.set(true);
  }

  /** Cancels, waits for work that has begun, and closes the policy. */
  @Override
  public void close() {
    cancel();
    if (thread.isShutdown()) {
      return;
    }
    CompletableFuture<Void> closed = CompletableFuture.runAsync(policy::close, thread);
    thread.shutdown();
    closed.join();
  }
}
