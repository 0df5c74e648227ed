package dev.sparring.policy.worker;

/**
 * Names a set of weights. No two sets of weights of a run have the same version.
 *
 * @param policyVersion as in the run's state
 * @param step optimizer steps since that policy version, within the update that leads to the next
 */
public record WeightsVersion(long policyVersion, int step) {
  /** The version of a worker that has not loaded weights of the run. No job asks for it. */
  public static final WeightsVersion NONE = new WeightsVersion(-1, 0);

  /** The weights of a policy version, before any step of the next update. */
  public static WeightsVersion of(long policyVersion) {
    return new WeightsVersion(policyVersion, 0);
  }
}
