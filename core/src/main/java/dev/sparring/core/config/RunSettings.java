package dev.sparring.core.config;

/**
 * The run as a whole.
 *
 * @param name name of the run's folder; empty until it is chosen from date and time
 * @param directory the folder that contains the run's folder
 * @param seed of all random numbers
 * @param steps rounds to play
 */
public record RunSettings(
    @Constraint(matching = "|" + RunSettings.NAME, what = RunSettings.NAMES) String name,
    @Constraint(matching = ".+", what = "a folder") String directory,
    long seed,
    @Constraint(atLeast = 1) int steps) {
  static final String NAME = "[A-Za-z0-9_][A-Za-z0-9._-]{0,99}";

  /** Describes the names that a run may have. */
  public static final String NAMES =
      "a folder name of up to 100 letters, digits, dots, underscores and hyphens that begins with no dot or hyphen";

  /** Whether a run may have this name. */
  public static boolean names(String text) {
    return text.matches(NAME);
  }
}
