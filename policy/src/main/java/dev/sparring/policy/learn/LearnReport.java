package dev.sparring.policy.learn;

import dev.sparring.core.Role;
import java.util.Map;

/**
 * What an update did, as means over its counted tokens (and optimizer steps).
 *
 * @param loss aggregated loss
 * @param gradientNorm before clipping
 * @param clipFraction share of tokens whose ratio the clip bound
 * @param logprobGap mean absolute difference of behaviour and learner log-probabilities before the
 *     first step
 * @param roles by role
 * @param tokens counted ones
 * @param steps optimizer steps taken
 */
public record LearnReport(
    double loss,
    double gradientNorm,
    double clipFraction,
    double logprobGap,
    Map<String, RoleReport> roles,
    long tokens,
    int steps) {

  /**
   * One role's tokens.
   *
   * @param entropy of the policy, nats a token
   * @param divergence from the reference policy as the estimator has it, nats a token
   */
  public record RoleReport(double entropy, double divergence, long tokens) {}

  /** The entropy of a role's tokens, or NaN when it had none. */
  public double entropy(Role role) {
    RoleReport report = roles.get(role.name());
    return report == null ? Double.NaN : report.entropy();
  }

  /** The divergence of a role's tokens, or NaN when it had none. */
  public double divergence(Role role) {
    RoleReport report = roles.get(role.name());
    return report == null ? Double.NaN : report.divergence();
  }
}
