package dev.sparring.policy.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The sha256 sums of the files that make a model: two directories with equal sums hold one model.
 */
public final class ModelSums {
  private ModelSums() {}

  /**
   * Reads all files of a model.
   *
   * @param directory a Hugging Face directory
   * @return sums by file name
   */
  public static SortedMap<String, String> of(Path directory) throws IOException {
    SortedMap<String, String> sums = new TreeMap<>();
    try (var entries = Files.list(directory)) {
      List<Path> files = entries.filter(Files::isRegularFile).toList();
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (ModelFiles.belongs(name)) {
          sums.put(name, sum(file));
        }
      }
    }
    return sums;
  }

  /** The sha256 sum of a file, in hexadecimal digits. */
  public static String sum(Path file) throws IOException {
    return Checksum.sha256(file);
  }

  /** The names of files that differ or that only one of two models has. */
  public static List<String> differences(Map<String, String> one, Map<String, String> other) {
    TreeMap<String, String> all = new TreeMap<>(one);
    all.putAll(other);
    return all.keySet().stream()
        .filter(name -> !String.valueOf(one.get(name)).equals(String.valueOf(other.get(name))))
        .toList();
  }
}
