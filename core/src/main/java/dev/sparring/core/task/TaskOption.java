package dev.sparring.core.task;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * An option of a task, a key under {@code task-options}.
 *
 * @param name in lower case, with words joined by hyphens
 * @param values all allowed values
 * @param otherwise the default, one of the values
 */
public record TaskOption(String name, List<String> values, String otherwise) {
  public TaskOption {
    values = List.copyOf(values);
    if (!values.contains(otherwise)) {
      throw new IllegalArgumentException(otherwise + " is none of " + values);
    }
  }

  /** An option with the values {@code true} and {@code false}. */
  static TaskOption flag(String name, boolean otherwise) {
    return new TaskOption(name, List.of("true", "false"), Boolean.toString(otherwise));
  }

  /** An option whose values are the constants of an enum. */
  public static <E extends Enum<E>> TaskOption choice(String name, Class<E> type, E otherwise) {
    List<String> values = Arrays.stream(type.getEnumConstants()).map(TaskOption::of).toList();
    return new TaskOption(name, values, of(otherwise));
  }

  /** The text of a constant in a configuration. */
  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The constant with this text in a configuration. */
  public static <E extends Enum<E>> E constant(Class<E> type, String written) {
    return Enum.valueOf(type, written.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
