package dev.sparring.policy.tensor;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import java.util.List;

/**
 * The decoder program with the constants of one model: each method here is the method of the same
 * name in {@code program/decoder.py}.
 */
public final class Decoder {
  private final TensorProgram program;
  private final int[] shape;
  private final double epsilon;
  private final PtNDArray cos;
  private final PtNDArray sin;

  /**
   * Compiles the program.
   *
   * @param scope lives as long as the model
   * @param shape layers, query heads, key/value heads, head size
   * @param rope cosines and sines, each positions · D
   */
  public Decoder(Tensors scope, int[] shape, double epsilon, float[][] rope, DataType type) {
    this.program =
        TensorProgram.load(
            scope, Decoder.class, "/dev/sparring/policy/program/decoder.py", "Decoder");
    this.shape = shape.clone();
    this.epsilon = epsilon;
    int headSize = shape[3];
    this.cos = table(scope, rope[0], headSize, type);
    this.sin = table(scope, rope[1], headSize, type);
  }

  private static PtNDArray table(Tensors scope, float[] values, int headSize, DataType type) {
    return scope.as(type, scope.floats(values, values.length / headSize, headSize));
  }

  /** Number of layers. */
  public int layers() {
    return shape[0];
  }

  /** Key/value heads and head size: what a cache is made of. */
  public int[] cacheShape() {
    return new int[] {shape[2], shape[3]};
  }

  /** Log-probabilities and entropies of chosen tokens: see the program. */
  public PtNDArray[] score(
      Tensors scope,
      PtNDArray ids,
      PtNDArray at,
      PtNDArray target,
      TensorList weights,
      double temperature,
      int chunk) {
    return program.call(
        scope, "score", ids, at, target, weights, cos, sin, shape, epsilon, temperature, chunk);
  }

  /** One micro-batch, forward and backward: see the program. */
  public PtNDArray[] learn(
      Tensors scope,
      List<PtNDArray> batch,
      TensorList weights,
      TensorList gradients,
      double[] options,
      int[] numbers) {
    return program.call(
        scope,
        "learn",
        batch.get(0),
        batch.get(1),
        batch.get(2),
        batch.get(3),
        batch.get(4),
        batch.get(5),
        batch.get(6),
        batch.get(7),
        weights,
        gradients,
        cos,
        sin,
        shape,
        epsilon,
        options,
        numbers);
  }

  /** Keys and values of one prompt: see the program. */
  public PtNDArray[] prefill(Tensors scope, PtNDArray ids, TensorList weights) {
    return program.call(scope, "prefill", ids, weights, cos, sin, shape, epsilon);
  }

  /** Copies a prompt's keys and values into slots: see the program. */
  public void admit(Tensors scope, TensorList caches, PtNDArray[] prompt, PtNDArray slots) {
    try (Tensors passing = scope.scope()) {
      program.call(passing, "admit", caches, List.of(prompt), slots);
    }
  }

  /** Several tokens for every slot: see the program. */
  public PtNDArray[] decode(
      Tensors scope,
      PtNDArray token,
      PtNDArray position,
      PtNDArray uniforms,
      int length,
      TensorList weights,
      TensorList caches,
      double[] sampling,
      int topK) {
    return program.call(
        scope, "decode", token, position, uniforms, length, weights, caches, cos, sin, shape,
        epsilon, sampling, topK);
  }

  /** One token a row and its log-probability: see the program. */
  public PtNDArray[] draw(
      Tensors scope, PtNDArray logits, PtNDArray uniforms, double[] sampling, int topK) {
    return program.call(scope, "draw_list", logits, uniforms, sampling, topK);
  }

  /** Norm of all gradients together. */
  public double gradientNorm(Tensors scope, TensorList gradients) {
    return program.call(scope, "gradient_norm", gradients)[0].toFloatArray()[0];
  }

  /** One step of AdamW: see the program. */
  public void adamw(
      Tensors scope,
      TensorList weights,
      TensorList gradients,
      TensorList first,
      TensorList second,
      TensorList steps,
      double... hyper) {
    program.call(scope, "adamw", weights, gradients, first, second, steps, hyper);
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
