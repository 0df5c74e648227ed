package dev.sparring.core.task;

import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** The tasks on the class path. */
public final class Tasks {
  private Tasks() {}

  /** All of them, in the order of their names. */
  public static List<Task> all() {
    return ServiceLoader.load(Task.class).stream()
        .map(ServiceLoader.Provider::get)
        .sorted(java.util.Comparator.comparing(Task::name))
        .toList();
  }

  /** The one with this name, in upper or lower case. */
  public static Optional<Task> named(String name) {
    return all().stream().filter(task -> task.name().equalsIgnoreCase(name)).findFirst();
  }
}
