package dev.sparring.core.selfplay;

/**
 * How a role learns in a round.
 *
 * @param advantage its advantages are multiplied by it; with 0 the role learns from no reward and
 *     is only pulled to the reference policy
 * @param pull {@code learn.kl.coefficient} is multiplied by it, above 0
 * @param selection which of its texts are learned, and whether by advantage
 */
public record RoleLearning(double advantage, double pull, Selection selection) {
  /** Which texts of a role are learned. */
  public enum Selection {
    /** All, by their advantages. */
    ALL,
    /** The best one of each group, by its likelihood: supervised learning, without advantages. */
    BEST,
    /** Those of a group that earn more than its mean, in the same way. */
    ABOVE_MEAN
  }

  /** As the settings say. */
  public static final RoleLearning FULL = new RoleLearning(1, 1);

  /** All texts, by their advantages. */
  public RoleLearning(double advantage, double pull) {
    this(advantage, pull, Selection.ALL);
  }

  /** Some texts by their likelihood (ReST-EM, 2312.06585). */
  public static RoleLearning imitating(Selection selection) {
    return new RoleLearning(1, 1, selection);
  }

  /** Whether chosen texts are learned by their likelihood. */
  public boolean imitates() {
    return selection != Selection.ALL;
  }

  /** {@link IllegalArgumentException} for a pull that is not above 0. */
  public RoleLearning {
    if (!(pull > 0)) {
      throw new IllegalArgumentException("pull is " + pull + ", and must be above 0");
    }
  }
}
