package dev.sparring.core.task;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * One thing that a task can be set to, a key under {@code task-options}.
 *
 * @param name lower case, words joined by hyphens
 * @param values all that it may hold
 * @param otherwise what it holds when nothing is said, one of the values
 */
public record TaskOption(String name, List<String> values, String otherwise) {
  public TaskOption {
    values = List.copyOf(values);
    if (!values.contains(otherwise)) {
      throw new IllegalArgumentException(otherwise + " is none of " + values);
    }
  }

  /** Of {@code true} and {@code false}. */
  static TaskOption flag(String name, boolean otherwise) {
    return new TaskOption(name, List.of("true", "false"), Boolean.toString(otherwise));
  }

  /** Of the names of an enum's constants. */
  static <E extends Enum<E>> TaskOption choice(String name, Class<E> type, E otherwise) {
    List<String> values = Arrays.stream(type.getEnumConstants()).map(TaskOption::of).toList();
    return new TaskOption(name, values, of(otherwise));
  }

  /** A constant as it is written in a configuration. */
  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The constant that is written so. */
  static <E extends Enum<E>> E constant(Class<E> type, String written) {
    return Enum.valueOf(type, written.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
