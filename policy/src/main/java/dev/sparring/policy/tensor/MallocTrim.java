package dev.sparring.policy.tensor;

import com.sun.jna.NativeLibrary;
import java.util.concurrent.TimeUnit;

/**
 * Returns freed memory to the system. The C library (glibc) keeps memory that was freed, to use it
 * again; fragmented free memory is kept as well and grows from round to round.
 */
public final class MallocTrim {
  private static final long SELDOM = TimeUnit.SECONDS.toNanos(5);
  private static long last = System.nanoTime();

  private MallocTrim() {}

  /**
   * Calls {@code malloc_trim}, at most every five seconds, because the system clears memory that it
   * hands out again. Without {@code malloc_trim} in the C library nothing happens.
   */
  public static synchronized void trim() {
    if (System.nanoTime() - last < SELDOM) {
      return;
    }
    last = System.nanoTime();
    try {
      NativeLibrary.getProcess().getFunction("malloc_trim").invokeInt(new Object[] {0L});
    } catch (LinkageError e) {
      return;
    }
  }
}
