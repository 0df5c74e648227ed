package dev.sparring.policy.tensor;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * Lets calls into PyTorch through, and stops them before the process ends. When a process ends, its
 * native libraries are unloaded; Java waits a third of a second for threads that still compute in
 * them, and these then crash. So the code that ends the process calls {@link #end} first.
 */
public final class NativeCallGate {
  private static final NativeCallGate ALL = new NativeCallGate();

  private final ReentrantReadWriteLock calls = new ReentrantReadWriteLock();

  /** The gate of this process. */
  public static NativeCallGate all() {
    return ALL;
  }

  /** Makes a call. After {@link #end} it makes none and never returns. */
  <T> T make(Supplier<T> call) {
    calls.readLock().lock();
    try {
      return call.get();
    } finally {
      calls.readLock().unlock();
    }
  }

  /**
   * Lets no new call begin, and waits for those in progress.
   *
   * @param seconds to wait at most
   * @return whether all calls have ended
   */
  public boolean end(long seconds) {
    try {
      return calls.writeLock().tryLock(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
