package dev.sparring.policy.learn;

import dev.sparring.core.config.LearnSettings;

/**
 * Estimates the divergence from the reference policy, one number a token (Schulman, "Approximating
 * KL divergence", 2020). {@code program/losses.py} computes the same for tokens that are learned
 * from; both cut k3 at 10.
 */
final class Divergence {
  private static final double CUT = 10;
  private static final double EXPONENT_LIMIT = 20;

  private Divergence() {}

  /**
   * Estimates the divergence at one token.
   *
   * @param logprob log-probability under the policy
   * @param reference log-probability under the reference policy
   * @return nats
   */
  static double of(LearnSettings.Estimator estimator, double logprob, double reference) {
    double d = logprob - reference;
    return switch (estimator) {
      case K1 -> d;
      case K2 -> d * d / 2;
      case K3 -> {
        double e = StrictMath.exp(Math.max(-EXPONENT_LIMIT, Math.min(EXPONENT_LIMIT, -d)));
        yield Math.max(-CUT, Math.min(CUT, e + d - 1));
      }
    };
  }
}
