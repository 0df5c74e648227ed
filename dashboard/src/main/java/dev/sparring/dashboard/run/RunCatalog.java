package dev.sparring.dashboard.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The runs that are shown, each under an id of the catalogue's own. A request names a run by its
 * id, and an id that is not in the catalogue is refused, so that no text from outside becomes a
 * path.
 */
public final class RunCatalog {
  private static final int MOST_RUNS = 1000;
  private final List<Path> roots;
  private final Map<String, RunFolder> runs = new LinkedHashMap<>();
  private final Map<Path, String> ids = new LinkedHashMap<>();

  /**
   * @param roots folders of runs, and folders that hold such folders
   */
  public RunCatalog(List<Path> roots) {
    this.roots = List.copyOf(roots);
    refresh();
  }

  /** Looks for runs that have come and gone. */
  public synchronized void refresh() {
    List<Path> found = new ArrayList<>();
    roots.forEach(root -> found.addAll(RunFolder.holdsRun(root) ? List.of(root) : inside(root)));
    runs.values().removeIf(run -> !found.contains(run.path()));
    for (Path path : found.subList(0, Math.min(found.size(), MOST_RUNS))) {
      String id = ids.computeIfAbsent(path, this::fresh);
      runs.putIfAbsent(id, new RunFolder(path));
    }
  }

  private static List<Path> inside(Path root) {
    try (Stream<Path> entries = Files.list(root)) {
      return entries.filter(RunFolder::holdsRun).sorted().toList();
    } catch (IOException e) {
      return List.of(); // it may come
    }
  }

  /** A run's id: its name, with a number after it when another run has that name. */
  private String fresh(Path path) {
    String name = new RunFolder(path).name().replaceAll("[^A-Za-z0-9._-]", "_");
    Collection<String> taken = ids.values();
    String id = name;
    for (int number = 2; taken.contains(id); number++) {
      id = name + "~" + number;
    }
    return id;
  }

  /** The run of an id; empty when there is none. */
  public synchronized Optional<RunFolder> find(String id) {
    return Optional.ofNullable(runs.get(id));
  }

  /** All runs by id. */
  public synchronized Map<String, RunFolder> all() {
    return new LinkedHashMap<>(runs);
  }
}
