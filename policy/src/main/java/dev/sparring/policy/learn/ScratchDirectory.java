package dev.sparring.policy.learn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A new directory among the system's temporary files, deleted with all that is in it. */
final class ScratchDirectory implements AutoCloseable {
  private final Path path;

  ScratchDirectory() throws IOException {
    path = Files.createTempDirectory("sparring-shards");
  }

  Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.walk(path)) {
      all = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : all) {
      Files.delete(file);
    }
  }
}
