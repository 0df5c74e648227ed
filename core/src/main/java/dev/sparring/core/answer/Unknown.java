package dev.sparring.core.answer;

import java.util.Set;

/**
 * The variable that a problem asks for.
 *
 * @param name of the variable, one letter; its case counts
 * @param variables all that occur in the problem, this one among them
 */
public record Unknown(String name, Set<String> variables) {
  /** Keeps a copy of the variables. */
  public Unknown {
    variables = Set.copyOf(variables);
  }
}
