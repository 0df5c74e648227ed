package dev.sparring.core.config;

/**
 * The run as a whole.
 *
 * @param name folder within the directory; empty until it is chosen from date and time
 * @param directory where run folders are made
 * @param seed what all randomness comes from
 * @param steps rounds to play
 */
public record RunSettings(
    @Constraint(matching = "|" + RunSettings.NAME, what = RunSettings.NAMES) String name,
    @Constraint(matching = ".+", what = "a folder") String directory,
    long seed,
    @Constraint(atLeast = 1) int steps) {
  static final String NAME = "[A-Za-z0-9_][A-Za-z0-9._-]{0,99}";

  /** What names of runs are, in words. */
  public static final String NAMES =
      "a folder name of up to 100 letters, digits, dots, underscores and hyphens that begins with no dot or hyphen";

  /** Whether a text can be the name of a run. */
  public static boolean names(String text) {
    return text.matches(NAME);
  }
}
