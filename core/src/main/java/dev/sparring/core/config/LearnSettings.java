package dev.sparring.core.config;

/**
 * How the policy is updated at the end of a round.
 *
 * @param algorithm advantage of the solver's answers, one of {@link #ALGORITHMS}
 * @param proposerAlgorithm advantage of the proposer's problems: {@code batch}, or one of those
 * @param dropZeroVariance whether groups of equal rewards are left out
 * @param clip bounds on the probability ratio
 * @param kl pull towards the base model
 * @param aggregation how token losses become one number
 * @param aggregationConstant tokens; used by {@link Aggregation#CONSTANT}
 * @param rate peak learning rate
 * @param warmup steps over which the rate rises
 * @param decay how it falls afterwards
 * @param finalRateFraction what is left of it at the last step
 * @param beta1 AdamW's decay of the first moment
 * @param beta2 AdamW's decay of the second moment
 * @param epsilon AdamW's addition to the denominator
 * @param weightDecay AdamW's decoupled weight decay
 * @param clipNorm bound on the global gradient norm; 0 is none
 * @param microBatchTokens tokens in one forward and backward pass
 * @param recompute whether a layer's activations are computed again on the way back, not kept
 * @param miniBatches optimizer steps a round's batch is cut into
 * @param epochs passes over a round's batch
 * @param shards parts of an optimizer step whose gradients are computed apart and added in order
 * @param watch texts a role, of those that nothing is learned from, whose entropy and divergence
 *     are measured; 0 is all
 */
public record LearnSettings(
    @Constraint(oneOf = ALGORITHMS) String algorithm,
    @Constraint(oneOf = "batch|" + ALGORITHMS) String proposerAlgorithm,
    boolean dropZeroVariance,
    Clip clip,
    Kl kl,
    Aggregation aggregation,
    @Constraint(atLeast = 1) int aggregationConstant,
    @Constraint(atLeast = 0) double rate,
    @Constraint(atLeast = 0) int warmup,
    Decay decay,
    @Constraint(atLeast = 0, atMost = 1) double finalRateFraction,
    @Constraint(atLeast = 0, below = 1) double beta1,
    @Constraint(atLeast = 0, below = 1) double beta2,
    @Constraint(above = 0) double epsilon,
    @Constraint(atLeast = 0) double weightDecay,
    @Constraint(atLeast = 0) double clipNorm,
    @Constraint(atLeast = 1) int microBatchTokens,
    boolean recompute,
    @Constraint(atLeast = 1) int miniBatches,
    @Constraint(atLeast = 1) int epochs,
    @Constraint(atLeast = 1) int shards,
    @Constraint(atLeast = 0) int watch) {

  /** Names of advantages, separated by {@code |}. */
  public static final String ALGORITHMS =
      "grpo|dr-grpo|rloo|reinforce++|reinforce++-baseline|spiral";

  /**
   * Bounds on the ratio of new to old probability: {@code [1 − low, 1 + high]}.
   *
   * @param low how far below 1
   * @param high how far above 1
   * @param dual bound where the advantage is negative, above 1; 0 is off (Dual-clip PPO, Ye et al.
   *     2020, arXiv 1912.09729)
   */
  public record Clip(
      @Constraint(atLeast = 0, atMost = 1) double low,
      @Constraint(atLeast = 0) double high,
      @Constraint(above = 1, orZero = true) double dual) {}

  /**
   * Pull towards the base model.
   *
   * @param coefficient weight of the divergence in the loss
   * @param estimator how the divergence is estimated from samples
   */
  public record Kl(@Constraint(atLeast = 0) double coefficient, Estimator estimator) {}

  /** Estimators of KL from samples (Schulman, "Approximating KL divergence", 2020). */
  public enum Estimator {
    K1,
    K2,
    K3
  }

  /** How the losses of a batch's tokens become one number. */
  public enum Aggregation {
    /** Mean over all tokens of the batch. */
    TOKEN_MEAN,
    /** Mean in each sequence, then over the sequences. */
    SEQUENCE_MEAN,
    /** Sum in each sequence, then mean over the sequences. */
    SEQUENCE_SUM,
    /** Sum in each sequence by a constant, then mean over the sequences (Dr. GRPO). */
    CONSTANT
  }

  /** How the learning rate falls after the warm-up. */
  public enum Decay {
    CONSTANT,
    LINEAR,
    COSINE
  }
}
