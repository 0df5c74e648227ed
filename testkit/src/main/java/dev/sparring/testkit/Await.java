package dev.sparring.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for conditions. */
public final class Await {
  private static final Duration LIMIT = Duration.ofSeconds(240);

  private Await() {}

  /** Returns once the condition holds; fails after four minutes. */
  public static void until(BooleanSupplier condition) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("the condition did not hold within " + LIMIT);
      }
      LockSupport.parkNanos(1_000_000);
    }
  }
}
