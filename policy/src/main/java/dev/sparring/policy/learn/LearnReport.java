package dev.sparring.policy.learn;

import dev.sparring.core.Episode;
import dev.sparring.core.Role;
import dev.sparring.core.config.LearnSettings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an update did.
 *
 * @param loss aggregated loss, mean over optimizer steps
 * @param gradientNorm L2 norm of the gradient before clipping, mean over optimizer steps
 * @param clipFraction share of the counted tokens whose ratio the clip bound, 0 to 1
 * @param logprobGap mean absolute difference, in nats a token, between the log-probability of a
 *     token when it was sampled and before the first optimizer step
 * @param importanceCapped share of the counted tokens whose importance weight the cap bound, 0 to
 *     1; NaN where {@link ImportanceCorrection} is off
 * @param roles one entry for each role with counted tokens, by {@link Role#name()}
 * @param tokens counted tokens
 * @param steps optimizer steps taken
 */
public record LearnReport(
    double loss,
    double gradientNorm,
    double clipFraction,
    double logprobGap,
    double importanceCapped,
    Map<String, RoleReport> roles,
    long tokens,
    int steps) {

  /** The report of an update without counted tokens. */
  public static final LearnReport NOTHING = new LearnReport(0, 0, 0, 0, Double.NaN, Map.of(), 0, 0);

  /**
   * Means over the tokens of one role.
   *
   * @param entropy of the policy, nats a token
   * @param divergence estimated divergence from the reference policy, nats a token
   * @param tokens how many the means are over
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

  /** Mean entropy of a role's tokens, nats a token; NaN if it had none. */
  public double entropy(Role role) {
    RoleReport report = roles.get(role.name());
    return report == null ? Double.NaN : report.entropy();
  }

  /** Mean divergence of a role's tokens, nats a token; NaN if it had none. */
  public double divergence(Role role) {
    RoleReport report = roles.get(role.name());
    return report == null ? Double.NaN : report.divergence();
  }

  /** Merges this report with that of an update of other weights; means keep their weights. */
  public LearnReport and(LearnReport other) {
    Map<String, RoleReport> all = new TreeMap<>(roles);
    other.roles.forEach((role, report) -> all.merge(role, report, RoleReport::and));
    return new LearnReport(
        mean(loss, steps, other.loss, other.steps),
        mean(gradientNorm, steps, other.gradientNorm, other.steps),
        mean(clipFraction, tokens, other.clipFraction, other.tokens),
        mean(logprobGap, tokens, other.logprobGap, other.tokens),
        Double.NaN,
        all,
        tokens + other.tokens,
        steps + other.steps);
  }

  private static double mean(double one, double weight, double other, double otherWeight) {
    return (one * weight + other * otherWeight) / Math.max(1, weight + otherWeight);
  }

  /**
   * Adds the entropy and the divergence of monitored episodes, which were scored and not learned
   * from. Loss, norm, clip fraction and gap stay.
   *
   * @param scores of these episodes before the update, in their order
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
    return new LearnReport(
        loss, gradientNorm, clipFraction, logprobGap, importanceCapped, all, tokens, steps);
  }

  /** The same with what {@link ImportanceCorrection} has found out of the sampler. */
  LearnReport withSampler(double gap, double capped) {
    return new LearnReport(loss, gradientNorm, clipFraction, gap, capped, roles, tokens, steps);
  }
}
