package dev.sparring.core.task;

import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** Finds the tasks on the class path, through {@link java.util.ServiceLoader}. */
public final class Tasks {
  private Tasks() {}

  /** All tasks, with their default options, in the order of their names. */
  public static List<Task> all() {
    return ServiceLoader.load(Task.class).stream()
        .map(ServiceLoader.Provider::get)
        .sorted(java.util.Comparator.comparing(Task::name))
        .toList();
  }

  /** The task with this name; upper and lower case make no difference. */
  public static Optional<Task> named(String name) {
    return all().stream().filter(task -> task.name().equalsIgnoreCase(name)).findFirst();
  }
}
