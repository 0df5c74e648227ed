package dev.sparring.policy.tensor;

import com.sun.jna.NativeLibrary;
import java.util.concurrent.TimeUnit;

/**
 * Memory that the C library keeps after it was freed. Some of it makes the next arrays cheaper; but
 * what lies between others is kept as well, and more of it every round.
 */
public final class MallocTrim {
  private static final long SELDOM = TimeUnit.SECONDS.toNanos(5);
  private static long last = System.nanoTime();

  private MallocTrim() {}

  /**
   * Gives it back to the system, at most every five seconds, as what is given back has to be
   * cleared when it is asked for again. Where the C library has no {@code malloc_trim} nothing
   * happens.
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
