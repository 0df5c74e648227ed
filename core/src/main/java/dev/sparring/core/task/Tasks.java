package dev.sparring.core.task;

import dev.sparring.core.plugin.PluginException;
import dev.sparring.core.plugin.Plugins;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds the tasks on the class path, through {@link java.util.ServiceLoader}. */
public final class Tasks {
  private Tasks() {}

  /** All tasks, with their default options, in the order of their names. */
  public static List<Task> all() {
    return Plugins.all(Task.class).stream().sorted(Comparator.comparing(Task::name)).toList();
  }

  /**
   * The task with this name; upper and lower case make no difference.
   *
   * @throws PluginException when there are two
   */
  public static Optional<Task> named(String name) {
    List<Task> found = all().stream().filter(task -> task.name().equalsIgnoreCase(name)).toList();
    if (found.size() > 1) {
      throw new PluginException(
          "there are two tasks "
              + name
              + ", in "
              + Plugins.origin(found.get(0))
              + " and in "
              + Plugins.origin(found.get(1))
              + "; leave one of them out of the class path");
    }
    return found.stream().findFirst();
  }
}
