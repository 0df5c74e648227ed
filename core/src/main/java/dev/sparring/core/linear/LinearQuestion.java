package dev.sparring.core.linear;

import dev.sparring.core.answer.Rational;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code Solve 3*x + y = 7, x - y = 1 for x.}: linear equations, and a variable whose value they
 * settle.
 *
 * @param text without surrounding white space
 * @param variable what is asked for
 * @param answer its value
 * @param variables all that occur
 */
public record LinearQuestion(String text, String variable, Rational answer, Set<String> variables) {
  /** Characters that a question may have. */
  public static final int MAX_LENGTH = 600;

  private static final Pattern FORM =
      Pattern.compile(
          "(?i)solve(?:\\s*+:)?+\\s++(?<equations>[^:?!]+)\\s++for\\s++(?<variable>[a-z])\\s*+\\.?+");
  private static final Pattern BETWEEN = Pattern.compile("(?i)\\s*+(?:[,;\\n]|\\band\\b)\\s*+");

  /**
   * Reads a question; empty when the text is none, or when the equations contradict each other or
   * leave the variable open. Never throws.
   */
  public static Optional<LinearQuestion> read(String text) {
    String bare = text.strip();
    if (bare.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    Matcher form = FORM.matcher(bare);
    if (!form.matches()) {
      return Optional.empty();
    }
    String variable = form.group("variable");
    return equations(form.group("equations"))
        .flatMap(
            equations -> {
              Set<String> all = new TreeSet<>();
              equations.forEach(equation -> all.addAll(equation.coefficients().keySet()));
              return solve(equations, all, variable)
                  .map(answer -> new LinearQuestion(bare, variable, answer, Set.copyOf(all)));
            });
  }

  /** Each as the form that is 0. */
  private static Optional<List<LinearForm>> equations(String text) {
    List<LinearForm> equations = new ArrayList<>();
    for (String equation : BETWEEN.split(text.strip())) {
      if (equation.isEmpty()) {
        continue; // "…, and …"
      }
      String[] sides = equation.split("=", -1);
      Optional<LinearForm> left = LinearParser.read(sides[0]);
      Optional<LinearForm> right =
          sides.length == 2 ? LinearParser.read(sides[1]) : Optional.empty();
      if (left.isEmpty() || right.isEmpty()) {
        return Optional.empty();
      }
      equations.add(left.get().minus(right.get()));
    }
    return Optional.of(equations);
  }

  private static Optional<Rational> solve(
      List<LinearForm> equations, Set<String> variables, String variable) {
    List<String> order = new ArrayList<>(variables);
    order.remove(variable);
    order.add(variable);
    return Elimination.last(equations, order);
  }
}
