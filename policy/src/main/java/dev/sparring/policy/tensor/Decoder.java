package dev.sparring.policy.tensor;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The decoder program ({@code program/decoder.py}) with the constants of one model. Each method
 * here calls the method of the same name in the program. Nothing runs under autograd.
 *
 * <p>Shapes: N tokens, M counted tokens, S decode slots, H hidden, Q query heads, J key/value
 * heads, D head size, V vocabulary, L cached positions, P tokens of a prompt. Keys and values come
 * as a list k0, v0, k1, v1, … with two arrays for each layer. Log-probabilities and entropies are
 * fp32 and in nats.
 */
public final class Decoder {
  /** Architectures on which packed products were measured to round alike. */
  private static final Set<String> X86 = Set.of("amd64", "x86_64");

  /** Columns. With 4,864, two halves were twice as fast; with 1,536 they were slower. */
  private static final int WIDE = 4096;

  /** Levels are multiples of this number, so that training hardly ever changes a model's level. */
  private static final int LEVEL_STEP = 4;

  private final TensorProgram program;
  private final int[] shape;
  private final double epsilon;
  private final DataType compute;
  private final PtNDArray cos;
  private final PtNDArray sin;
  private final boolean rowsAlike;
  private final double level;

  /**
   * Compiles the program.
   *
   * @param scope owns the program and its tables; closed after the last call
   * @param shape layers, Q, J, D
   * @param epsilon of RMSNorm
   * @param rope cosines and sines of the rotary embedding, each [positions, D], row by row
   * @param wanted the type to compute in; bf16 becomes fp32 if the device has no bf16 products
   */
  public Decoder(Tensors scope, int[] shape, double epsilon, float[][] rope, DataType wanted) {
    this.program = DecoderProgram.load(scope);
    this.shape = shape.clone();
    this.epsilon = epsilon;
    boolean wide = wanted == DataType.BFLOAT16 && !says(scope, "multiplies_bfloat16");
    this.compute = wide ? DataType.FLOAT32 : wanted;
    this.rowsAlike = X86.contains(System.getProperty("os.arch")) && says(scope, "rows_alike");
    int headSize = shape[3];
    this.cos = table(scope, rope[0], headSize);
    this.sin = table(scope, rope[1], headSize);
    this.level = 0;
  }

  private Decoder(Decoder other, double level) {
    this.program = other.program;
    this.shape = other.shape;
    this.epsilon = other.epsilon;
    this.compute = other.compute;
    this.cos = other.cos;
    this.sin = other.sin;
    this.rowsAlike = other.rowsAlike;
    this.level = level;
  }

  /**
   * A decoder that lowers all logits by one number. Softmax does not depend on that number; but the
   * largest logits are then near 0, where bf16 values lie closer together. A decoder that computes
   * in fp32 is returned unchanged.
   *
   * @param base the weights, not packed
   * @param ids [N], ordinary text. The number is the mean of the largest logits after its tokens,
   *     rounded down to a multiple of four.
   */
  public Decoder lowered(Tensors scope, TensorList base, int[] ids) {
    if (compute == DataType.FLOAT32 || ids.length == 0) {
      return this;
    }
    try (Tensors passing = scope.scope()) {
      TokenLayout layout = TokenLayout.of(passing, ids);
      float[] heights =
          program
              .call(
                  passing,
                  "heights",
                  layout.arrays(),
                  layout.sizes(),
                  base,
                  cos,
                  sin,
                  shape,
                  epsilon)[0]
              .toFloatArray();
      double mean =
          IntStream.range(0, heights.length).mapToDouble(i -> heights[i]).average().orElse(0);
      return new Decoder(this, LEVEL_STEP * Math.floor(mean / LEVEL_STEP));
    }
  }

  /** The methods of the same program that change weights. They do not depend on the model. */
  public WeightUpdates updates() {
    return new WeightUpdates(program);
  }

  private boolean says(Tensors scope, String method) {
    try (Tensors passing = scope.scope()) {
      PtNDArray there = passing.floats(new float[1]);
      return program.call(passing, method, there)[0].toFloatArray()[0] != 0;
    }
  }

  private PtNDArray table(Tensors scope, float[] values, int headSize) {
    return scope.as(compute, scope.floats(values, values.length / headSize, headSize));
  }

  /** Whether packed weights give a row the same bits however many rows are decoded with it. */
  public boolean rowsAlike() {
    return rowsAlike;
  }

  /**
   * Scores given tokens, in chunks of rows, so that no [M, V] array exists.
   *
   * @param scope owns the result
   * @param at [M], for each scored token the index among the N of the token that predicts it
   * @param target [M], ids of the scored tokens
   * @param temperature that logits are divided by
   * @param chunk rows of logits at a time
   * @param entropy whether entropies are wanted
   * @return log-probabilities [M] and, if wanted, entropies [M] of the distributions
   */
  public PtNDArray[] score(
      Tensors scope,
      TokenLayout layout,
      PtNDArray at,
      PtNDArray target,
      Weights weights,
      double temperature,
      int chunk,
      boolean entropy) {
    return program.call(
        scope,
        "score",
        layout.arrays(),
        layout.sizes(),
        at,
        target,
        weights.base(),
        weights.adapter(),
        cos,
        sin,
        shape,
        epsilon,
        weights.scale(),
        level,
        temperature,
        chunk,
        entropy);
  }

  /**
   * Runs one micro-batch forward and backward, and adds its gradients to buffers.
   *
   * @param scope owns the result
   * @param seen at, target, behaviour log-probability, reference log-probability, advantage,
   *     weight, imitate: each [M]. Where imitate is 1 the loss of a token is weight times its
   *     negative log-likelihood, else weight times (policy loss + kl coefficient times divergence).
   * @param gradients buffers for the base and for the adapter, shaped as the weights; an empty
   *     array where no gradient is wanted
   * @param options clip low, clip high, dual clip, kl coefficient, temperature
   * @param numbers estimator (1 is k1, 2 is k2, 3 is k3), rows of logits at a time, and 1 if layers
   *     are to be recomputed on the way back
   * @return log-probability, entropy, policy loss, divergence, and 1 where the clip was active:
   *     each [M], fp32
   */
  public PtNDArray[] learn(
      Tensors scope,
      TokenLayout layout,
      List<PtNDArray> seen,
      Weights weights,
      Weights gradients,
      double[] options,
      int[] numbers) {
    return program.call(
        scope,
        "learn",
        layout.arrays(),
        layout.sizes(),
        seen,
        weights.base(),
        gradients.base(),
        weights.adapter(),
        gradients.adapter(),
        cos,
        sin,
        shape,
        epsilon,
        weights.scale(),
        level,
        options,
        numbers);
  }

  /**
   * Copies the base for sampling: matrices in the type that is computed in, and on the CPU in
   * oneDNN's blocks for products with few rows.
   *
   * @param scope owns the copies
   * @param rows that a product has at most
   */
  public TensorList pack(Tensors scope, TensorList base, int rows) {
    return pack(scope, base, rows, WIDE);
  }

  /**
   * Copies the base for sampling, with a bound of one's own for wide matrices.
   *
   * @param wide the last matrix of a layer is packed in two halves if it has this many columns
   */
  public TensorList pack(Tensors scope, TensorList base, int rows, int wide) {
    return new TensorList(List.of(program.call(scope, "pack", base, cos, rows, wide)));
  }

  /** The keys and values before a prompt's first token, [J, 0, D] each. */
  public List<PtNDArray> nothing(Tensors scope) {
    return Collections.nCopies(2 * shape[0], scope.zeros(compute, shape[2], 0, shape[3]));
  }

  /**
   * Computes the keys and values of the next tokens of a prompt.
   *
   * @param ids [C], the next tokens
   * @param past keys and values of the T tokens before them, [J, T, D] each
   * @return keys and values of all of them, [J, T + C, D] each
   */
  public List<PtNDArray> prefill(
      Tensors scope, PtNDArray ids, List<PtNDArray> past, Weights weights) {
    return List.of(
        program.call(
            scope,
            "prefill",
            ids,
            past,
            weights.base(),
            weights.adapter(),
            cos,
            sin,
            shape,
            epsilon,
            weights.scale()));
  }

  /**
   * Allocates caches, filled with zeros.
   *
   * @param length positions in each slot
   * @return keys and values, [slots, J, length, D] each
   */
  public TensorList caches(Tensors scope, int slots, int length) {
    return new TensorList(List.of(program.call(scope, "caches", slots, length, cos, shape)));
  }

  /**
   * Makes caches longer or shorter in place. Positions from {@code length} on are lost.
   *
   * @param length positions in each slot
   */
  public void fit(Tensors scope, TensorList caches, int length) {
    try (Tensors passing = scope.scope()) {
      program.call(passing, "fit", caches, length);
    }
  }

  /**
   * Copies a prompt's keys and values into the slots of its samples.
   *
   * @param prompt [J, P, D] each, P at most the caches' length
   * @param slots [n]
   */
  public void admit(Tensors scope, TensorList caches, List<PtNDArray> prompt, PtNDArray slots) {
    try (Tensors passing = scope.scope()) {
      program.call(passing, "admit", caches, prompt, slots);
    }
  }

  /**
   * Copies the contents of slots into other slots.
   *
   * @param from [n]
   * @param to [n]
   */
  public void move(Tensors scope, TensorList caches, long[] from, long[] to) {
    try (Tensors passing = scope.scope()) {
      program.call(passing, "move", caches, passing.longs(from), passing.longs(to));
    }
  }

  /**
   * Decodes several tokens for each of the first S slots, and adds their keys and values to the
   * caches.
   *
   * @param token [S], the last token of each
   * @param position [S], its position
   * @param uniforms [S, steps], in [0, 1), one number for each token that is drawn
   * @param length cached positions that attention sees
   * @param weights whose base is packed
   * @param sampling temperature, top p, min p
   * @param topK 0 is off
   * @return tokens [S, steps], and their log-probabilities [S, steps] under the unrestricted
   *     distribution at this temperature
   */
  public PtNDArray[] decode(
      Tensors scope,
      PtNDArray token,
      PtNDArray position,
      PtNDArray uniforms,
      int length,
      Weights weights,
      TensorList caches,
      double[] sampling,
      int topK) {
    return program.call(
        scope,
        "decode",
        token,
        position,
        uniforms,
        length,
        weights.base(),
        weights.adapter(),
        caches,
        cos,
        sin,
        shape,
        epsilon,
        weights.scale(),
        level,
        sampling,
        topK);
  }

  /**
   * Draws one token a row by inverse CDF.
   *
   * @param logits [S, V]
   * @param uniforms [S], in [0, 1)
   * @param sampling temperature, top p, min p
   * @param topK 0 is off
   * @return tokens [S], and their log-probabilities [S] under the unrestricted distribution at this
   *     temperature
   */
  public PtNDArray[] draw(
      Tensors scope, PtNDArray logits, PtNDArray uniforms, double[] sampling, int topK) {
    return program.call(scope, "draw_list", logits, uniforms, sampling, topK);
  }

  /**
   * The clipped policy loss of each token (PPO, arXiv 1707.06347, eq. 7; dual clip, arXiv
   * 1912.09729).
   *
   * @param logp [M], under the policy
   * @param old [M], log-probability when it was sampled
   * @param advantage [M]
   * @param bounds clip low, clip high, and dual clip (0 is off)
   * @return loss, its derivative by {@code logp}, and 1 where the clip was active: each [M]
   */
  public PtNDArray[] policyLoss(
      Tensors scope, PtNDArray logp, PtNDArray old, PtNDArray advantage, double... bounds) {
    return program.call(
        scope, "policy_loss_list", logp, old, advantage, bounds[0], bounds[1], bounds[2]);
  }

  /**
   * The divergence from the reference policy, estimated for each token (Schulman, "Approximating KL
   * divergence", 2020).
   *
   * @param logp [M], under the policy
   * @param ref [M], log-probability under the reference policy
   * @param estimator 1 is k1, 2 is k2, 3 is k3
   * @return the estimate in nats, and the factor of the derivative of {@code logp}: each [M]
   */
  public PtNDArray[] divergence(Tensors scope, PtNDArray logp, PtNDArray ref, int estimator) {
    return program.call(scope, "divergence_list", logp, ref, estimator);
  }
}
