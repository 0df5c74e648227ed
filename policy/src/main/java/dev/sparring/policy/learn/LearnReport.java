package dev.sparring.policy.learn;

import dev.sparring.core.Episode;
import dev.sparring.core.Role;
import dev.sparring.core.config.LearnSettings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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

  /** An update of nothing. */
  public static final LearnReport NOTHING = new LearnReport(0, 0, 0, 0, Map.of(), 0, 0);

  /**
   * One role's tokens.
   *
   * @param entropy of the policy, nats a token
   * @param divergence from the reference policy as the estimator has it, nats a token
   */
  public record RoleReport(double entropy, double divergence, long tokens) {
    RoleReport and(RoleReport other) {
      long all = tokens + other.tokens;
      return new RoleReport(
          (entropy * tokens + other.entropy * other.tokens) / all,
          (divergence * tokens + other.divergence * other.tokens) / all,
          all);
    }
  }

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

  /** This report and that of an update of other weights, as one. */
  public LearnReport and(LearnReport other) {
    Map<String, RoleReport> all = new TreeMap<>(roles);
    other.roles.forEach((role, report) -> all.merge(role, report, RoleReport::and));
    return new LearnReport(
        mean(loss, steps, other.loss, other.steps),
        mean(gradientNorm, steps, other.gradientNorm, other.steps),
        mean(clipFraction, tokens, other.clipFraction, other.tokens),
        mean(logprobGap, tokens, other.logprobGap, other.tokens),
        all,
        tokens + other.tokens,
        steps + other.steps);
  }

  private static double mean(double one, double weight, double other, double otherWeight) {
    return (one * weight + other * otherWeight) / Math.max(1, weight + otherWeight);
  }

  /**
   * This report with the tokens of episodes that were scored and not learned from.
   *
   * @param scores taken before the update
   * @param estimator of the divergence, the one that learned tokens use
   */
  public LearnReport with(
      List<Episode> monitored, MonitoredScores scores, LearnSettings.Estimator estimator) {
    Map<String, RoleReport> all = new TreeMap<>(roles);
    for (int i = 0; i < monitored.size(); i++) {
      float[] logprobs = scores.now().get(i).logprobs();
      float[] reference = scores.reference().get(i);
      double entropy = 0;
      double divergence = 0;
      for (int t = 0; t < logprobs.length; t++) {
        entropy += scores.now().get(i).entropies()[t];
        divergence += Divergence.of(estimator, logprobs[t], reference[t]);
      }
      if (logprobs.length > 0) {
        all.merge(
            monitored.get(i).role().name(),
            new RoleReport(
                entropy / logprobs.length, divergence / logprobs.length, logprobs.length),
            RoleReport::and);
      }
    }
    return new LearnReport(loss, gradientNorm, clipFraction, logprobGap, all, tokens, steps);
  }
}
