package dev.sparring.policy.hub;

import dev.sparring.policy.checkpoint.CheckpointException;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;

/**
 * How failures that may pass are borne.
 *
 * @param attempts how often something is tried
 * @param pause before the second attempt; it doubles from one to the next
 * @param silence how long a connection may say nothing
 */
record RetryPolicy(int attempts, Duration pause, Duration silence) {
  static final RetryPolicy USUAL =
      new RetryPolicy(5, Duration.ofSeconds(1), Duration.ofSeconds(30));

  /** Something that may fail for a while; any other failure than this one is for good. */
  interface Attempt<T> {
    T make() throws IOException;
  }

  /**
   * Tries until it works or attempts run out.
   *
   * @param what the line that a failure begins with
   */
  <T> T insist(String what, DownloadListener listener, Attempt<T> attempt) {
    for (int i = 1; ; i++) {
      try {
        return attempt.make();
      } catch (IOException e) {
        String line = what + ": " + reason(e);
        if (i == attempts) {
          throw new CheckpointException(line, e);
        }
        listener.note(line + "; trying again (" + (i + 1) + " of " + attempts + ")");
        sleep(pause.toMillis() << (i - 1));
      }
    }
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Connections that fail often say no more than the names of their exceptions. */
  static String reason(IOException e) {
    if (e.getMessage() != null) {
      return e.getMessage();
    }
    if (e instanceof ConnectException) {
      boolean unknown = e.getCause() != null && unresolved(e.getCause());
      return unknown ? "its host is not known" : "no connection";
    }
    return e.getClass().getSimpleName();
  }

  private static boolean unresolved(Throwable cause) {
    return cause instanceof UnresolvedAddressException
        || (cause.getCause() != null && unresolved(cause.getCause()));
  }
}
