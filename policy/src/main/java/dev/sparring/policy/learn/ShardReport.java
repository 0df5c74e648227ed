package dev.sparring.policy.learn;

import dev.sparring.core.Episode;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sums over the counted tokens of a shard.
 *
 * @param roles by role
 * @param loss weighted loss
 * @param gap absolute differences of behaviour and learner log-probabilities
 * @param clipped tokens whose ratio the clip bound
 * @param tokens counted ones
 * @param gapTokens those that {@code gap} is of: none once a step has been taken
 */
public record ShardReport(
    Map<String, RoleSums> roles,
    double loss,
    double gap,
    double clipped,
    long tokens,
    long gapTokens) {

  /** Nothing. */
  static final ShardReport NOTHING = new ShardReport(Map.of(), 0, 0, 0, 0, 0);

  /**
   * Sums over one role's tokens.
   *
   * @param entropy nats
   * @param divergence from the reference policy, nats
   */
  public record RoleSums(long tokens, double entropy, double divergence) {
    private static final RoleSums NONE = new RoleSums(0, 0, 0);

    RoleSums and(RoleSums other) {
      return new RoleSums(
          tokens + other.tokens, entropy + other.entropy, divergence + other.divergence);
    }
  }

  /** These sums and those of a shard after it. */
  ShardReport and(ShardReport other) {
    Map<String, RoleSums> all = new TreeMap<>(roles);
    other.roles.forEach((role, sums) -> all.merge(role, sums, RoleSums::and));
    return new ShardReport(
        all,
        loss + other.loss,
        gap + other.gap,
        clipped + other.clipped,
        tokens + other.tokens,
        gapTokens + other.gapTokens);
  }

  /**
   * The sums of a micro-batch.
   *
   * @param columns logp, entropy, policy loss, divergence, clip active; one number a counted token
   * @param first whether no step has been taken yet
   */
  static ShardReport of(
      MicroBatch batch, UpdatePlan.Shard shard, float[][] columns, Loss lossOf, boolean first) {
    Map<String, RoleSums> roles = new TreeMap<>();
    double loss = 0;
    double gap = 0;
    double clipped = 0;
    for (int i = 0; i < batch.counted(); i++) {
      Episode episode = shard.episodes().get(batch.episode()[i]);
      roles.merge(
          episode.role().name(), new RoleSums(1, columns[1][i], columns[3][i]), RoleSums::and);
      loss += shard.weights()[batch.episode()[i]] * tokenLoss(columns, i, lossOf);
      clipped += columns[4][i];
      gap += Math.abs(columns[0][i] - episode.behaviour()[batch.token()[i]]);
    }
    return new ShardReport(
        roles, loss, first ? gap : 0, clipped, batch.counted(), first ? batch.counted() : 0);
  }

  private static double tokenLoss(float[][] columns, int i, Loss loss) {
    return loss instanceof Loss.PolicyGradient policy
        ? columns[2][i] + policy.kl().coefficient() * columns[3][i]
        : -columns[0][i];
  }
}
