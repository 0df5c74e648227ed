package dev.sparring.policy.worker;

/**
 * Names the weights that an item is to be worked on with. No two sets of weights of a run have the
 * same version.
 *
 * @param policyVersion as in the run's state
 * @param step optimizer steps taken since, within the update that leads to the next policy version
 */
public record WeightsVersion(long policyVersion, int step) {
  /** Weights that no job asks for: those of a worker that has not been told any. */
  public static final WeightsVersion NONE = new WeightsVersion(-1, 0);

  /** The weights of a policy version. */
  public static WeightsVersion of(long policyVersion) {
    return new WeightsVersion(policyVersion, 0);
  }
}
