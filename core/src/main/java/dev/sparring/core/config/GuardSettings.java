package dev.sparring.core.config;

import java.util.OptionalDouble;

/**
 * An alarm on a label-free metric. Exactly one of {@code below} and {@code above} is present.
 *
 * @param name under {@code guard} in the configuration
 * @param metric key in the metrics of a round; nothing under {@code probe/} or {@code eval/}, for
 *     truth may report, never steer
 * @param below trips under this
 * @param above trips over this
 * @param ofStart whether the threshold is a fraction of the metric's mean over its first rounds
 * @param rounds in a row beyond the threshold before the alarm; also how many make up the start
 * @param after rounds at the start of the run to ignore
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
    /** To the newest checkpoint from before the metric left its bounds. */
    ROLL_BACK
  }

  /** The threshold, whichever side it is on. */
  public double threshold() {
    return below.orElseGet(above::getAsDouble);
  }
}
