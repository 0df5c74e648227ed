package dev.sparring.core.selfplay;

/**
 * How a role learns in a round.
 *
 * @param advantage its advantages are multiplied by it; with 0 the role learns from no reward and
 *     is only pulled to the reference policy
 * @param pull {@code learn.kl.coefficient} is multiplied by it, above 0
 */
public record RoleLearning(double advantage, double pull) {
  /** As the settings say. */
  public static final RoleLearning FULL = new RoleLearning(1, 1);

  /** {@link IllegalArgumentException} for a pull that is not above 0. */
  public RoleLearning {
    if (!(pull > 0)) {
      throw new IllegalArgumentException("pull is " + pull + ", and must be above 0");
    }
  }
}
