package dev.sparring.policy.learn;

import dev.sparring.core.config.LearnSettings;

/** What a batch of episodes is to minimise. */
public sealed interface Loss {
  /** How the token losses become one number. */
  LearnSettings.Aggregation aggregation();

  /** How the divergence from the reference policy is estimated. */
  default LearnSettings.Estimator estimator() {
    return this instanceof PolicyGradient policy
        ? policy.kl().estimator()
        : LearnSettings.Estimator.K3;
  }

  /** Tokens; used by {@link LearnSettings.Aggregation#CONSTANT}. */
  int constant();

  /**
   * Clipped policy gradient with a pull towards the reference policy.
   *
   * <p>k1 and k2 are learned from alike: on samples of the policy itself the mean of their
   * gradients is that of each token's divergence (arXiv 2510.01555). What a token does to the
   * divergence of later ones is not part of it (arXiv 2506.09477).
   *
   * @param temperature at which the episodes were sampled
   */
  record PolicyGradient(
      LearnSettings.Aggregation aggregation,
      int constant,
      LearnSettings.Clip clip,
      LearnSettings.Kl kl,
      double temperature)
      implements Loss {
    /** As configured. */
    public static PolicyGradient of(LearnSettings settings, double temperature) {
      return new PolicyGradient(
          settings.aggregation(),
          settings.aggregationConstant(),
          settings.clip(),
          settings.kl(),
          temperature);
    }
  }

  /** Negative log-likelihood of the episodes' tokens. */
  record Supervised(LearnSettings.Aggregation aggregation) implements Loss {
    @Override
    public int constant() {
      return 1;
    }
  }
}
