package dev.sparring.policy.learn;

import dev.sparring.core.Episode;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sums over the counted tokens of a shard.
 *
 * @param roles sums of each role
 * @param loss weighted losses
 * @param gap absolute differences, in nats, between the log-probability of a token when it was
 *     sampled and now; 0 once the update has taken a step
 * @param clipped number of tokens whose ratio the clip bound
 * @param tokens number of counted tokens
 * @param gapTokens number of tokens in {@code gap}; 0 once the update has taken a step
 */
public record ShardReport(
    Map<String, RoleSums> roles,
    double loss,
    double gap,
    double clipped,
    long tokens,
    long gapTokens) {

  /** The report of a shard without counted tokens. */
  static final ShardReport NOTHING = new ShardReport(Map.of(), 0, 0, 0, 0, 0);

  /**
   * Sums over one role's counted tokens.
   *
   * @param tokens how many
   * @param entropy of the policy, nats
   * @param divergence estimated divergence from the reference policy, nats
   */
  public record RoleSums(long tokens, double entropy, double divergence) {
    private static final RoleSums NONE = new RoleSums(0, 0, 0);

    RoleSums and(RoleSums other) {
      return new RoleSums(
          tokens + other.tokens, entropy + other.entropy, divergence + other.divergence);
    }
  }

  /** Adds the sums of another shard to these. */
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
   * Sums over a micro-batch with M counted tokens.
   *
   * @param columns log-probability, entropy, policy loss, divergence, clip active; each [M]
   * @param first whether the update has taken no step yet
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
