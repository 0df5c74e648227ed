package dev.sparring.cli;

import dev.sparring.core.config.DidYouMean;
import dev.sparring.core.config.RunSettings;
import dev.sparring.core.config.Settings;
import dev.sparring.orchestrator.ModelResolver;
import dev.sparring.orchestrator.run.RunDirectory;
import dev.sparring.orchestrator.run.RunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Finds runs by what people type: the path of a run's folder, or its name in the folder of runs.
 *
 * @param runs the folder of runs, {@code run.directory} of the configuration
 */
record RunResolver(Path runs) {

  /** Runs under the {@code run.directory} of a configuration. */
  static RunResolver of(Settings settings) {
    return new RunResolver(Path.of(settings.run().directory()));
  }

  /** The folder of the run that a text names; a path goes over a name. */
  Optional<Path> find(String text) {
    Path path = Path.of(text);
    if (isRun(path)) {
      return Optional.of(path);
    }
    return RunSettings.names(path.toString())
        ? Optional.of(runs.resolve(path)).filter(RunResolver::isRun)
        : Optional.empty();
  }

  /**
   * The folder of the run that a text names.
   *
   * @throws RunException when there is none; it names the nearest
   */
  Path require(String text) {
    Optional<Path> found = find(text);
    if (found.isPresent()) {
      return found.get();
    }
    Path path = Path.of(text);
    if (Files.exists(path)) {
      RunDirectory.requireRun(path);
    }
    throw new RunException("there is no such run: " + text + hint(path));
  }

  /**
   * Refuses what is neither a file nor a run but looks like a run, so that no hub is asked for it:
   * a path that begins with a dot, a slash or the folder of runs, one beside other runs, or a run's
   * name under a folder whose name is misspelt.
   */
  void refuseLookalike(String text) {
    Path path = Path.of(text);
    if (Files.exists(path) || Files.exists(ModelResolver.home().resolve(text))) {
      return;
    }
    boolean plainly = text.matches("(?s)[./~].*");
    if (plainly || path.startsWith(runs) || besideRuns(path) || underMisspeltFolder(path)) {
      String what = plainly ? "run or model directory: " : "run: ";
      throw new RunException("there is no such " + what + text + hint(path));
    }
  }

  private static boolean besideRuns(Path path) {
    return path.getParent() != null && !names(path.getParent()).isEmpty();
  }

  private boolean underMisspeltFolder(Path path) {
    return path.getNameCount() == 2
        && DidYouMean.among(List.of(runs.toString()), path.getParent().toString()).isPresent()
        && names(runs).contains(path.getFileName().toString());
  }

  /** What to type instead, beginning with a semicolon; empty when a name is near to nothing. */
  String nearest(String text) {
    Path path = Path.of(text);
    Path folder = besideRuns(path) ? path.getParent() : runs;
    String name = path.getFileName() == null ? text : path.getFileName().toString();
    return DidYouMean.among(names(folder), name)
        .map(near -> "; did you mean " + folder.resolve(near) + "?")
        .orElse("");
  }

  private String hint(Path path) {
    String near = nearest(path.toString());
    Path folder = besideRuns(path) ? path.getParent() : runs;
    return !near.isEmpty()
        ? near
        : names(folder).isEmpty()
            ? "; there is no run in " + folder
            : "; `sparring runs"
                + (folder.equals(runs) ? "" : " " + folder)
                + "` lists those that there are";
  }

  /** The names of the runs in a folder, sorted; none where it can't be read. */
  static List<String> names(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var entries = Files.list(folder)) {
      return entries
          .filter(RunResolver::isRun)
          .map(run -> run.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  static boolean isRun(Path path) {
    return Files.isRegularFile(path.resolve("run.conf"));
  }
}
