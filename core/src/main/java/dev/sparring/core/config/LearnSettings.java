package dev.sparring.core.config;

/**
 * How the policy is updated at the end of a round.
 *
 * @param algorithm how advantages of the solver's answers are computed, one of {@link #ALGORITHMS}
 * @param proposerAlgorithm how advantages of the proposer's problems are computed: {@code batch},
 *     or one of {@link #ALGORITHMS}
 * @param dropZeroVariance whether groups whose rewards are all equal are left out
 * @param clip bounds on the probability ratio
 * @param kl divergence from the base model in the loss
 * @param aggregation how the losses of tokens become one number
 * @param aggregationConstant tokens; used by {@link Aggregation#CONSTANT}
 * @param rate peak learning rate
 * @param warmup rounds over which the rate rises
 * @param decay how the rate falls after the warm-up
 * @param finalRateFraction rate of the last round, as a fraction of the peak
 * @param beta1 AdamW's decay of the first moment
 * @param beta2 AdamW's decay of the second moment
 * @param epsilon AdamW's addition to the denominator
 * @param weightDecay AdamW's decoupled weight decay
 * @param clipNorm bound on the global L2 norm of the gradient; 0 is no bound
 * @param microBatchTokens tokens in one forward and backward pass
 * @param recompute whether backward computes a layer's activations again, which takes less memory
 * @param miniBatches optimizer steps in one pass over a round's batch
 * @param epochs passes over a round's batch
 * @param shards parts of an optimizer step's batch; their gradients are computed separately and
 *     added in order
 * @param watch how many texts of each role that are not learned from are measured for entropy and
 *     divergence; 0 is all
 * @param importance correction for a sampler that computes otherwise than the learner
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
    @Constraint(atLeast = 0) int watch,
    Importance importance) {

  /** Names of the algorithms for advantages, separated by {@code |}; see docs/algorithms.md. */
  public static final String ALGORITHMS =
      "grpo|dr-grpo|rloo|reinforce++|reinforce++-baseline|spiral";

  /**
   * Bounds on the ratio of a token's new to its old probability: {@code [1 − low, 1 + high]} (PPO,
   * arXiv 1707.06347, eq. 7).
   *
   * @param low how far below 1
   * @param high how far above 1
   * @param dual upper bound for tokens with a negative advantage, above 1; 0 is off (dual-clip PPO,
   *     Ye et al. 2020, arXiv 1912.09729)
   */
  public record Clip(
      @Constraint(atLeast = 0, atMost = 1) double low,
      @Constraint(atLeast = 0) double high,
      @Constraint(above = 1, orZero = true) double dual) {}

  /**
   * Truncated importance sampling (Ionides 2008; Yao et al., "Your efficient RL framework secretly
   * brings you off-policy RL training", 2025): before an update the learner scores the episodes
   * itself, and a token's advantage is multiplied with its probability under the learner's weights
   * by its probability when it was drawn, {@code cap} at most.
   *
   * @param cap largest weight of a token; 0 is off
   * @param gapLimit mean absolute difference of the two log-probabilities, nats a token, above
   *     which nothing is learned and the run ends; 0 is no limit
   */
  public record Importance(
      @Constraint(atLeast = 1, orZero = true) double cap,
      @Constraint(atLeast = 0) double gapLimit) {
    /** No correction, and no limit. */
    public static final Importance OFF = new Importance(0, 0);
  }

  /**
   * The divergence from the base model in the loss.
   *
   * @param coefficient weight of the divergence in the loss
   * @param estimator how the divergence is estimated from samples
   */
  public record Kl(@Constraint(atLeast = 0) double coefficient, Estimator estimator) {}

  /**
   * Estimators of the KL divergence from samples (Schulman, "Approximating KL divergence", 2020).
   */
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
    /**
     * Sum in each sequence, divided by a constant, then mean over the sequences (Dr. GRPO, arXiv
     * 2503.20783).
     */
    CONSTANT
  }

  /** How the learning rate falls after the warm-up. */
  public enum Decay {
    CONSTANT,
    LINEAR,
    COSINE
  }
}
