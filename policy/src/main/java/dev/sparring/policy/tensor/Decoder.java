package dev.sparring.policy.tensor;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The decoder program with the constants of one model: each method here is the method of the same
 * name in the program.
 */
public final class Decoder {
  /** Where it was measured that packed products round alike. */
  private static final Set<String> X86 = Set.of("amd64", "x86_64");

  /** Columns: with 4,864 two halves were twice as fast, with 1,536 they were slower. */
  private static final int WIDE = 4096;

  /** Levels are multiples of it, so that what is learned hardly ever changes a model's. */
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
   * @param scope lives as long as the model
   * @param shape layers, query heads, key/value heads, head size
   * @param rope cosines and sines, each positions · D
   * @param wanted the type to compute in; bf16 becomes fp32 where the device has no products of it
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
   * The same with all logits lowered by one number, which no probability depends on, so that those
   * that matter are near 0, where bf16 has more to tell numbers apart. In fp32 it is as it was.
   *
   * @param base the weights, not packed
   * @param ids of ordinary text: how high the largest logits after its tokens are
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

  /** What changes weights; it is the same for every model. */
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

  /** Whether a row decoded with packed weights rounds alike however many rows there are. */
  public boolean rowsAlike() {
    return rowsAlike;
  }

  /**
   * Log-probabilities of chosen tokens and, when {@code entropy} is wanted, entropies: see the
   * program.
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
   * One micro-batch, forward and backward: see the program.
   *
   * @param gradients buffers for the base and for the adapter
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
   * The base as sampling takes it: in the type that is computed in, packed for products of few
   * rows.
   *
   * @param rows side by side
   */
  public TensorList pack(Tensors scope, TensorList base, int rows) {
    return pack(scope, base, rows, WIDE);
  }

  /**
   * As above.
   *
   * @param wide columns from which on the last matrix of a layer is packed in two halves
   */
  public TensorList pack(Tensors scope, TensorList base, int rows, int wide) {
    return new TensorList(List.of(program.call(scope, "pack", base, cos, rows, wide)));
  }

  /** Keys and values of no tokens at all: what a prompt begins with. */
  public List<PtNDArray> nothing(Tensors scope) {
    return Collections.nCopies(2 * shape[0], scope.zeros(compute, shape[2], 0, shape[3]));
  }

  /** Keys and values of the tokens of {@code past} and of those after them: see the program. */
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

  /** Room for keys and values of so many positions in every slot: see the program. */
  public TensorList caches(Tensors scope, int slots, int length) {
    return new TensorList(List.of(program.call(scope, "caches", slots, length, cos, shape)));
  }

  /** Gives caches room for so many positions, in place: see the program. */
  public void fit(Tensors scope, TensorList caches, int length) {
    try (Tensors passing = scope.scope()) {
      program.call(passing, "fit", caches, length);
    }
  }

  /** Copies a prompt's keys and values into slots: see the program. */
  public void admit(Tensors scope, TensorList caches, List<PtNDArray> prompt, PtNDArray slots) {
    try (Tensors passing = scope.scope()) {
      program.call(passing, "admit", caches, prompt, slots);
    }
  }

  /** Copies what some slots hold into others: see the program. */
  public void move(Tensors scope, TensorList caches, long[] from, long[] to) {
    try (Tensors passing = scope.scope()) {
      program.call(passing, "move", caches, passing.longs(from), passing.longs(to));
    }
  }

  /** Several tokens for the first slots: see the program. */
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

  /** One token a row and its log-probability: see the program. */
  public PtNDArray[] draw(
      Tensors scope, PtNDArray logits, PtNDArray uniforms, double[] sampling, int topK) {
    return program.call(scope, "draw_list", logits, uniforms, sampling, topK);
  }

  /** Clipped policy loss a token, its slope, and whether the clip was active: see the program. */
  public PtNDArray[] policyLoss(
      Tensors scope, PtNDArray logp, PtNDArray old, PtNDArray advantage, double... bounds) {
    return program.call(
        scope, "policy_loss_list", logp, old, advantage, bounds[0], bounds[1], bounds[2]);
  }

  /** Divergence a token and its slope: see the program. */
  public PtNDArray[] divergence(Tensors scope, PtNDArray logp, PtNDArray ref, int estimator) {
    return program.call(scope, "divergence_list", logp, ref, estimator);
  }
}
