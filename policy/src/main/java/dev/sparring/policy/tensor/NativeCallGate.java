package dev.sparring.policy.tensor;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * Calls into the engine. Where a process ends, its libraries are taken down; Java waits a third of
 * a second for what still computes in them, which then crashes. So whoever ends the process ends
 * these calls first.
 */
public final class NativeCallGate {
  private static final NativeCallGate ALL = new NativeCallGate();

  private final ReentrantReadWriteLock calls = new ReentrantReadWriteLock();

  /** Of this process. */
  public static NativeCallGate all() {
    return ALL;
  }

  /** Makes one; never returns after the end. */
  <T> T make(Supplier<T> call) {
    calls.readLock().lock();
    try {
      return call.get();
    } finally {
      calls.readLock().unlock();
    }
  }

  /**
   * Waits for those in progress. None begins after it.
   *
   * @param seconds to wait at most
   * @return whether none is left
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
