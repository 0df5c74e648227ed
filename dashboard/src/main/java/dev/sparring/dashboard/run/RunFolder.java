package dev.sparring.dashboard.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Names of the files in one run's folder.
 *
 * @param path the folder
 */
public record RunFolder(Path path) {
  private static final Pattern CHECKPOINT = Pattern.compile("\\d{6,9}");

  /** Whether a folder holds a run. */
  public static boolean holdsRun(Path folder) {
    return Files.isRegularFile(folder.resolve("run.conf"));
  }

  /** The run's name: that of its folder. */
  public String name() {
    return path.toAbsolutePath().normalize().getFileName().toString();
  }

  Path configuration() {
    return path.resolve("run.conf");
  }

  /** {@code metrics.jsonl}. */
  public Path metrics() {
    return path.resolve("metrics.jsonl");
  }

  Path summary() {
    return path.resolve("summary.json");
  }

  Path status() {
    return path.resolve("status.json");
  }

  Path lock() {
    return path.resolve("lock");
  }

  Path logs() {
    return path.resolve("logs");
  }

  /** Where the rollouts of a step are. */
  public Path rollouts(int step) {
    return path.resolve("rollouts").resolve(String.format(Locale.ROOT, "%06d.jsonl.gz", step));
  }

  /** Whether a step has rollouts; a link is none, so that nothing outside the folder is read. */
  public boolean hasRollouts(int step) {
    return Files.isRegularFile(rollouts(step), LinkOption.NOFOLLOW_LINKS);
  }

  /** Steps that have a complete checkpoint, in order; none where the folder can't be read. */
  List<Integer> checkpoints() {
    try (Stream<Path> entries = Files.list(path.resolve("checkpoints"))) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> CHECKPOINT.matcher(name).matches())
          .map(Integer::valueOf)
          .sorted()
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  Path state(int checkpoint) {
    String name = String.format(Locale.ROOT, "%06d", checkpoint);
    return path.resolve("checkpoints").resolve(name).resolve("state.json");
  }

  /** When a file was last written, in milliseconds since 1970; 0 when it is not there. */
  static long written(Path file) {
    try {
      return Files.getLastModifiedTime(file).toMillis();
    } catch (IOException e) {
      return 0;
    }
  }
}
