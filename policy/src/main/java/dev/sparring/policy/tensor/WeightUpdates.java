package dev.sparring.policy.tensor;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import java.util.List;

/**
 * The part of the decoder program that changes weights. Each method here calls the method of the
 * same name in {@code program/optimizer.py}. Lists have one array for each parameter; gradients and
 * moments are shaped as the weights.
 */
public final class WeightUpdates {
  /** Weights whose fp32 masters are computed at a time: few enough for a CPU's cache. */
  private static final int SPLIT_PART = 1 << 19;

  /** The same on a GPU, where a call takes as long as thousands of numbers. */
  private static final int SPLIT_PART_ON_GPU = 1 << 24;

  private final TensorProgram program;

  WeightUpdates(TensorProgram program) {
    this.program = program;
  }

  /** Adds the gradients of another thread to {@code gradients}, and sets {@code other} to zero. */
  public void gather(Tensors scope, TensorList gradients, TensorList other) {
    program.call(scope, "gather", gradients, other);
  }

  /** Sets gradients to zero. */
  public void forget(Tensors scope, TensorList gradients) {
    program.call(scope, "forget", gradients);
  }

  /** The L2 norm of all gradients together. */
  public double gradientNorm(Tensors scope, TensorList gradients) {
    return program.call(scope, "gradient_norm", gradients)[0].toFloatArray()[0];
  }

  /**
   * Takes one step of AdamW (arXiv 1711.05101) in place, and sets the gradients to zero.
   *
   * @param first first moments
   * @param second second moments
   * @param steps the step count, one array [] for each parameter
   * @param hyper rate, beta1, beta2, weight decay, epsilon, and a factor for the gradients
   */
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

  /**
   * Takes one step of AdamW over bf16 weights with fp32 masters, and sets the gradients to zero.
   * The bits of a master are those of its weight, 16 places up, plus its number in {@code low}.
   *
   * @param weights bf16, n numbers each
   * @param low [(n + 1) / 2], int32, two 16-bit numbers in each
   * @param gradients bf16
   * @param first first moments, bf16
   * @param second second moments, fp32
   * @param steps the step count, one array [] for each parameter
   * @param hyper rate, beta1, beta2, weight decay, epsilon, and a factor for the gradients
   */
  public void adamwSplit(
      Tensors scope,
      TensorList weights,
      TensorList low,
      TensorList gradients,
      TensorList first,
      TensorList second,
      TensorList steps,
      double... hyper) {
    int size = scope.onGpu() ? SPLIT_PART_ON_GPU : SPLIT_PART;
    try (Tensors passing = scope.scope()) {
      PtNDArray[] workspace =
          program.call(passing, "split_workspace", size, passing.empty(DataType.FLOAT32, 1));
      program.call(
          passing,
          "adamw_split",
          weights,
          low,
          gradients,
          first,
          second,
          steps,
          hyper,
          List.of(workspace).subList(0, 4),
          List.of(workspace[4]),
          List.of(workspace[5]),
          List.of(workspace[6]),
          List.of(workspace[7]),
          List.of(workspace[8]),
          List.of(workspace[9]));
    }
  }

  /** The fp32 masters of bf16 weights, one flat array for each parameter. */
  public PtNDArray[] masters(Tensors scope, TensorList weights, TensorList low) {
    return program.call(scope, "masters", weights, low);
  }
}
