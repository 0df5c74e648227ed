package dev.sparring.core.config;

import java.util.List;

/**
 * A configuration that cannot be used. The message is one line that names the key, what it holds
 * and what it may hold, and where that is written.
 */
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // a list of texts, made by List.copyOf
  private final List<String> problems;

  /** One problem, or several in the order in which the settings stand; the message is the first. */
  public ConfigurationException(List<String> problems) {
    super(problems.get(0));
    this.problems = List.copyOf(problems);
  }

  ConfigurationException(String problem) {
    this(List.of(problem));
  }

  /** Everything that is wrong, one line each. */
  public List<String> problems() {
    return problems;
  }
}
