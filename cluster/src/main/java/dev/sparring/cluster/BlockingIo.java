package dev.sparring.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Reads and writes of actors, which block, on threads that may. */
final class BlockingIo {
  private BlockingIo() {}

  /** What blocks. */
  interface Work<T> {
    T run() throws IOException;
  }

  /** Does it on one of the threads; the result fails with what it throws. */
  static <T> CompletableFuture<T> on(Executor threads, Work<T> work) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return work.run();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        threads);
  }
}
