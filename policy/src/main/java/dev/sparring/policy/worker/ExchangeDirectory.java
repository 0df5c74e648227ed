package dev.sparring.policy.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Where the workers of a run exchange weights and gradients. Nothing in it outlives the run's
 * process: it is emptied at the start.
 *
 * @param path made when it is first needed
 */
public record ExchangeDirectory(Path path) {
  /** Deletes what an earlier process left, and makes the directory. */
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

  /** Deletes the directory. */
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
