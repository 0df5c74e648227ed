package dev.sparring.core.config;

import java.util.List;

/**
 * A configuration that cannot be used. The message is one line: it names the key, the value, the
 * values that are allowed, and the file and line (or {@code --set}) where the value is written.
 */
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // a list of texts, made by List.copyOf
  private final List<String> problems;

  /**
   * An exception for one or more problems.
   *
   * @param problems one line each, in the order of the settings; the first one is the message
   */
  public ConfigurationException(List<String> problems) {
    super(problems.get(0));
    this.problems = List.copyOf(problems);
  }

  ConfigurationException(String problem) {
    this(List.of(problem));
  }

  /** All problems, one line each, in the order of the settings. */
  public List<String> problems() {
    return problems;
  }
}
