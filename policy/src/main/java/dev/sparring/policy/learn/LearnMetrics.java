package dev.sparring.policy.learn;

import dev.sparring.core.Episode;
import dev.sparring.core.Role;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Adds up what the micro-batches of an update report. */
final class LearnMetrics {
  private final Map<String, double[]> roles = new TreeMap<>(); // tokens, entropy, divergence
  private double loss;
  private double gap;
  private double clipped;
  private long tokens;
  private long gapTokens;
  private double gradientNorm;
  private int steps;

  /**
   * @param columns logp, entropy, policy loss, divergence, clip active; one number a counted token
   * @param first whether no step has been taken yet
   */
  void add(
      MicroBatch batch,
      List<Episode> episodes,
      double[] weights,
      float[][] columns,
      Loss loss,
      boolean first) {
    for (int i = 0; i < batch.counted(); i++) {
      Episode episode = episodes.get(batch.episode()[i]);
      double[] role = roles.computeIfAbsent(episode.role().name(), r -> new double[3]);
      role[0]++;
      role[1] += columns[1][i];
      role[2] += columns[3][i];
      this.loss += weights[batch.episode()[i]] * tokenLoss(columns, i, loss);
      clipped += columns[4][i];
      if (first) {
        gap += Math.abs(columns[0][i] - episode.behaviour()[batch.token()[i]]);
        gapTokens++;
      }
    }
    tokens += batch.counted();
  }

  private static double tokenLoss(float[][] columns, int i, Loss loss) {
    return loss instanceof Loss.PolicyGradient policy
        ? columns[2][i] + policy.kl().coefficient() * columns[3][i]
        : -columns[0][i];
  }

  void step(double norm) {
    gradientNorm += norm;
    steps++;
  }

  /** Optimizer steps taken so far. */
  int steps() {
    return steps;
  }

  LearnReport report() {
    Map<String, LearnReport.RoleReport> byRole = new TreeMap<>();
    roles.forEach(
        (role, sums) ->
            byRole.put(
                new Role(role).name(),
                new LearnReport.RoleReport(sums[1] / sums[0], sums[2] / sums[0], (long) sums[0])));
    double count = Math.max(1, tokens);
    return new LearnReport(
        loss / Math.max(1, steps),
        gradientNorm / Math.max(1, steps),
        clipped / count,
        gap / Math.max(1, gapTokens),
        byRole,
        tokens,
        steps);
  }
}
