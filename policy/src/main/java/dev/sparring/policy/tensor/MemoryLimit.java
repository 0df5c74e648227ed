package dev.sparring.policy.tensor;

import java.util.Locale;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much is worked on at a time, which is halved when the device has no memory for it. A policy
 * uses it from one thread.
 */
public final class MemoryLimit {
  private static final Logger LOG = LoggerFactory.getLogger(MemoryLimit.class);

  private final String what;
  private final int least;
  private int limit;

  /**
   * @param what the number is of, for the log, for example {@code rows of decoding}
   * @param limit the number to begin with
   * @param least below which it is not halved
   */
  public MemoryLimit(String what, int limit, int least) {
    this.what = what;
    this.limit = limit;
    this.least = least;
  }

  /** The number now. */
  public int limit() {
    return limit;
  }

  /**
   * Does work, and again with half as much at a time for as long as memory does not suffice. The
   * smaller number stays for later work.
   *
   * @param work is given the number; it must be possible to begin it again
   */
  public <R> R run(IntFunction<R> work) {
    while (true) {
      try {
        return work.apply(limit);
      } catch (RuntimeException e) {
        if (!outOfMemory(e) || limit / 2 < least) {
          throw e;
        }
        LOG.warn(
            "out of memory with {} {}; trying again with {}: {}",
            limit,
            what,
            limit / 2,
            e.getMessage() == null ? "" : e.getMessage().lines().findFirst().orElse(""));
        limit /= 2;
      }
    }
  }

  /** Whether a failure of the engine, or what caused it, was that a device has no memory left. */
  static boolean outOfMemory(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      String message = at.getMessage() == null ? "" : at.getMessage().toLowerCase(Locale.ROOT);
      if (message.contains("out of memory") || message.contains("can't allocate memory")) {
        return true;
      }
    }
    return false;
  }
}
