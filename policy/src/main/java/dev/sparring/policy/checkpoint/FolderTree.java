package dev.sparring.policy.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders with all that is in them. */
public final class FolderTree {
  private FolderTree() {}

  /** Deletes a file, or a folder with all that is in it, if it is there. */
  public static void delete(Path what) throws IOException {
    if (!Files.exists(what)) {
      return;
    }
    List<Path> all;
    try (Stream<Path> files = Files.walk(what)) {
      all = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : all) {
      Files.deleteIfExists(file);
    }
  }
}
