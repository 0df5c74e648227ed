package dev.sparring.orchestrator.run;

import dev.sparring.policy.hub.ModelSums;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The sha256 sums of a directory's files, as {@code sha256sum} writes and checks them. */
record Manifest(Map<String, String> sums) {
  static final String NAME = "manifest.sha256";

  Manifest {
    sums = new TreeMap<>(sums);
  }

  /** The sums of those files of a directory whose name is wanted. */
  static Manifest of(Path directory, Predicate<String> wanted) throws IOException {
    Map<String, String> sums = new TreeMap<>();
    for (String name : names(directory)) {
      if (wanted.test(name)) {
        sums.put(name, ModelSums.sum(directory.resolve(name)));
      }
    }
    return new Manifest(sums);
  }

  /** What {@link #text} gave. Lines that are not like that name files that can't be there. */
  static Manifest parse(String text) {
    Map<String, String> sums = new TreeMap<>();
    text.lines()
        .map(line -> line.split("  ", 2))
        .forEach(parts -> sums.put(parts.length == 2 ? parts[1] : "?", parts[0]));
    return new Manifest(sums);
  }

  String text() {
    StringBuilder text = new StringBuilder();
    sums.forEach((name, sum) -> text.append(sum).append("  ").append(name).append('\n'));
    return text.toString();
  }

  /** Whether a model directory's file is part of the model; a README is not. */
  static boolean ofModel(String name) {
    return name.endsWith(".json") || name.endsWith(".jinja") || name.endsWith(".safetensors");
  }

  /**
   * What is wrong with a directory that has its own manifest, in a few words; empty when all its
   * files are there as they were.
   *
   * @param required a file that a manifest must name
   */
  static Optional<String> damage(Path directory, String required) throws IOException {
    Path file = directory.resolve(NAME);
    if (!Files.isRegularFile(file)) {
      return Optional.of(NAME + " is missing");
    }
    Map<String, String> sums = parse(Files.readString(file)).sums();
    for (Map.Entry<String, String> entry : sums.entrySet()) {
      if (!present(directory, entry.getKey())) {
        return Optional.of(entry.getKey() + " is missing");
      }
      if (!ModelSums.sum(directory.resolve(entry.getKey())).equals(entry.getValue())) {
        return Optional.of(entry.getKey() + " does not have the sum in " + NAME);
      }
    }
    boolean whole = sums.containsKey(required);
    for (String name : names(directory)) {
      whole &= !ofModel(name) || sums.containsKey(name);
    }
    return whole ? Optional.empty() : Optional.of(NAME + " is cut off");
  }

  private static boolean present(Path directory, String name) {
    try {
      return Files.isRegularFile(directory.resolve(name));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** Visible files, in order. */
  private static List<String> names(Path directory) throws IOException {
    try (var entries = Files.list(directory)) {
      return entries
          .filter(Files::isRegularFile)
          .map(entry -> entry.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .sorted()
          .toList();
    }
  }
}
