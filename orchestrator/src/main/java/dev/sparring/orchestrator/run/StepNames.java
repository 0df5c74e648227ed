package dev.sparring.orchestrator.run;

import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of what a run has for each step: the step in six digits or more, whatever the locale. */
final class StepNames {
  /** A regular expression of one group. */
  static final String DIGITS = "([0-9]{6,9})";

  private StepNames() {}

  /** {@code 000012}. */
  static String of(int step) {
    return String.format(Locale.ROOT, "%06d", step);
  }

  /**
   * The step that a name is of; empty when it is not a name of this kind.
   *
   * @param pattern a regular expression whose first group is {@link #DIGITS}
   */
  static OptionalInt step(Pattern pattern, String name) {
    Matcher matcher = pattern.matcher(name);
    return matcher.matches()
        ? OptionalInt.of(Integer.parseInt(matcher.group(1)))
        : OptionalInt.empty();
  }
}
