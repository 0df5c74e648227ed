package dev.sparring.policy.worker;

/**
 * Names the weights that an item is to be worked on with. No two sets of weights that workers of
 * one pool can hold have the same version.
 *
 * @param lineage tells weights apart that came after different restorations, so that what a lost
 *     learner computed is never taken for what its successor computed; 0 for the base
 * @param policyVersion as in the run's state
 * @param step optimizer steps since that policy version, within the update that leads to the next
 */
public record WeightsVersion(long lineage, long policyVersion, int step) {
  /** The weights of a policy that was loaded and has not learned. */
  public static final WeightsVersion BASE = new WeightsVersion(0, 0, 0);

  /** Weights that no version names: an update was given up in the middle. */
  public static final WeightsVersion UNKNOWN = new WeightsVersion(0, -1, 0);

  /** Whether these are the weights that a round with this policy version works with. */
  boolean isOf(long version) {
    return policyVersion == version && step == 0;
  }

  /** {@code 12}, or {@code 12+1} within an update: for people. */
  @Override
  public String toString() {
    return step == 0 ? Long.toString(policyVersion) : policyVersion + "+" + step;
  }
}
