package dev.sparring.policy.learn;

import dev.sparring.core.Role;
import dev.sparring.core.config.LearnSettings;
import java.util.Map;

/** The loss of a batch of episodes. */
public sealed interface Loss {
  /** How the losses of tokens are aggregated into one number. */
  LearnSettings.Aggregation aggregation();

  /** The estimator of the divergence from the reference policy, for metrics as well. */
  default LearnSettings.Estimator estimator() {
    return this instanceof PolicyGradient policy
        ? policy.kl().estimator()
        : LearnSettings.Estimator.K3;
  }

  /** What the coefficient of the divergence is multiplied with in a role's episodes, above 0. */
  default double pull(Role role) {
    return 1;
  }

  /** Tokens that {@link LearnSettings.Aggregation#CONSTANT} divides a sequence's sum by. */
  int constant();

  /**
   * Clipped policy gradient (PPO, arXiv 1707.06347, eq. 7) plus a divergence from the reference
   * policy.
   *
   * <p>k1 and k2 have the same gradient here: over samples of the policy itself, its mean is the
   * gradient of each token's divergence (arXiv 2510.01555). The effect of a token on the divergence
   * of later tokens is left out (arXiv 2506.09477).
   *
   * @param constant tokens, for {@link LearnSettings.Aggregation#CONSTANT}
   * @param clip bounds of the ratio
   * @param kl coefficient and estimator of the divergence
   * @param temperature at which the episodes were sampled
   * @param pull factors of the divergence's coefficient by the name of a role; 1 for other roles
   */
  record PolicyGradient(
      LearnSettings.Aggregation aggregation,
      int constant,
      LearnSettings.Clip clip,
      LearnSettings.Kl kl,
      double temperature,
      Map<String, Double> pull)
      implements Loss {
    public PolicyGradient {
      pull = Map.copyOf(pull);
    }

    /** The loss that the settings describe. */
    public static PolicyGradient of(LearnSettings settings, double temperature) {
      return new PolicyGradient(
          settings.aggregation(),
          settings.aggregationConstant(),
          settings.clip(),
          settings.kl(),
          temperature,
          Map.of());
    }

    /** The same with factors of the divergence's coefficient by role. */
    public PolicyGradient withPull(Map<String, Double> byRole) {
      return new PolicyGradient(aggregation, constant, clip, kl, temperature, byRole);
    }

    @Override
    public double pull(Role role) {
      return pull.getOrDefault(role.name(), 1.0);
    }

    /** The same with so many times the pull to the reference policy. */
    public PolicyGradient withKlFactor(double factor) {
      return new PolicyGradient(
          aggregation,
          constant,
          clip,
          new LearnSettings.Kl(kl.coefficient() * factor, kl.estimator()),
          temperature,
          pull);
    }
  }

  /** Negative log-likelihood of the counted tokens, as in supervised fine-tuning. */
  record Supervised(LearnSettings.Aggregation aggregation) implements Loss {
    @Override
    public int constant() {
      return 1;
    }
  }
}
