package dev.sparring.core;

import java.util.Locale;
import java.util.Set;

/**
 * The order for one round of self-play.
 *
 * @param step number of the round, from 1
 * @param policyVersion the weights that write and answer
 * @param seed the run's seed
 * @param problems how many to propose
 * @param samples answers a problem
 * @param archive keys of the problems seen in earlier rounds that count as repeats
 */
public record Round(
    int step, long policyVersion, long seed, int problems, int samples, Set<String> archive) {

  /** The random numbers of one sample: keyed by who writes what, and by nothing else. */
  public RandomStream stream(Role role, long problem, long sample) {
    return RandomStream.of(seed).child(step).child(role.name()).child(problem).child(sample);
  }

  /** {@code s000012}: the prefix of every id of this round. */
  public String idPrefix() {
    return String.format(Locale.ROOT, "s%06d", step);
  }

  /** Its number, and the weights that write and answer. */
  public StepVersion stepVersion() {
    return new StepVersion(step, policyVersion);
  }
}
