package dev.sparring.policy.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The directory in which the workers of a run exchange weights and gradients as files. A process
 * empties it when it starts a run, so nothing in it outlives a process.
 *
 * @param path the directory
 */
public record ExchangeDirectory(Path path) {
  /**
   * Makes the directory, without what an earlier process left in it.
   *
   * @throws UncheckedIOException when it can't be deleted or made
   */
  public static ExchangeDirectory empty(Path path) {
    ExchangeDirectory exchange = new ExchangeDirectory(path);
    exchange.delete(path);
    try {
      Files.createDirectories(path);
    } catch (IOException e) {
      throw new UncheckedIOException("can't make " + path + ": " + e.getMessage(), e);
    }
    return exchange;
  }

  /**
   * Deletes the directory and all that is in it.
   *
   * @throws UncheckedIOException when a file can't be deleted
   */
  public void remove() {
    delete(path);
  }

  /** Deletes a file or a directory of the exchange, if it is there. */
  void delete(Path what) {
    if (!Files.exists(what)) {
      return;
    }
    try (Stream<Path> files = Files.walk(what)) {
      List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : all) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("can't delete " + what + ": " + e.getMessage(), e);
    }
  }
}
