package dev.sparring.policy.worker;

import dev.sparring.policy.checkpoint.FolderTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

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

  /** Where weights of a version lie in an exchange once they are published. */
  static Path weights(Path exchange, WeightsVersion version) {
    return exchange.resolve(
        String.format(
            Locale.ROOT,
            "weights-%x-%d-%d",
            version.lineage(),
            version.policyVersion(),
            version.step()));
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
    try {
      FolderTree.delete(what);
    } catch (IOException e) {
      throw new UncheckedIOException("can't delete " + what + ": " + e.getMessage(), e);
    }
  }
}
