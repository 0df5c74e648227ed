package dev.sparring.orchestrator;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for conditions. */
final class Deadline {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private Deadline() {}

  static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("it did not come to be within " + LIMIT);
      }
      LockSupport.parkNanos(1_000_000);
    }
  }
}
