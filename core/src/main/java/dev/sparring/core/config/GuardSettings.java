package dev.sparring.core.config;

import java.util.OptionalDouble;

/**
 * A guard: an alarm on a metric that needs no truth. Exactly one of {@code below} and {@code above}
 * is present.
 *
 * @param name key under {@code guard} in the configuration
 * @param metric key in the metrics of a round. Keys under {@code probe/} and {@code eval/} are
 *     refused, because the truth must not steer a run
 * @param below the metric is out of bounds below this
 * @param above the metric is out of bounds above this
 * @param ofStart whether the threshold is a fraction of the metric's mean over its first rounds
 * @param rounds consecutive rounds out of bounds before the alarm; also the number of first rounds
 *     for {@code ofStart}
 * @param after rounds at the start of the run that the guard ignores
 * @param action what the alarm does
 */
public record GuardSettings(
    String name,
    @Constraint(
            matching = "(?!(probe|eval)/)[A-Za-z0-9._-]+/[A-Za-z0-9._/-]+",
            what =
                "a label-free metric such as verifier/voteEntropy, nothing under probe/ or eval/"
                    + " (truth may report, never steer)")
        String metric,
    OptionalDouble below,
    OptionalDouble above,
    @Constraint(otherwise = "false") boolean ofStart,
    @Constraint(atLeast = 1, otherwise = "5") int rounds,
    @Constraint(atLeast = 0, otherwise = "0") int after,
    @Constraint(otherwise = "warn") Action action) {

  /** What an alarm does. */
  public enum Action {
    OFF,
    WARN,
    STOP,
    /** Goes back to the newest checkpoint from before the metric left its bounds. */
    ROLL_BACK,
    /** Doubles the pull to the base, up to {@link #MOST_KL} times what is configured. */
    RAISE_KL;

    /** How far {@link #RAISE_KL} raises the pull, at most. */
    public static final double MOST_KL = 64;

    /** Whether the run goes on after an alarm. */
    public boolean goesOn() {
      return this == OFF || this == WARN || this == RAISE_KL;
    }
  }

  /** The value of {@code below} or {@code above}, whichever is present. */
  public double threshold() {
    return below.orElseGet(above::getAsDouble);
  }
}
