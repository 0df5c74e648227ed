package dev.sparring.policy.tensor;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import java.util.List;
import java.util.stream.Stream;

/**
 * The part of the decoder program that changes weights: each method here is the method of the same
 * name in {@code optimizer.py}.
 */
public final class WeightUpdates {
  /** Numbers of which fp32 masters are put together at a time; even. They stay in a CPU's cache. */
  private static final int SPLIT_PART = 1 << 17;

  /** The same on a GPU, where every call costs as much as thousands of numbers. */
  private static final int SPLIT_PART_ON_GPU = 1 << 24;

  private final TensorProgram program;

  WeightUpdates(TensorProgram program) {
    this.program = program;
  }

  /** Adds another lane's gradients and sets those to zero: see the program. */
  public void gather(Tensors scope, TensorList gradients, TensorList other) {
    program.call(scope, "gather", gradients, other);
  }

  /** Sets gradients to zero. */
  public void forget(Tensors scope, TensorList gradients) {
    program.call(scope, "forget", gradients);
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

  /**
   * One step of AdamW over weights that are held in bf16, with the low halves of their fp32
   * masters: see the program.
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
      List<List<PtNDArray>> part =
          Stream.generate(() -> List.of(passing.zeros(DataType.FLOAT32, size))).limit(4).toList();
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
          part.get(0),
          part.get(1),
          part.get(2),
          part.get(3),
          List.of(passing.zeros(DataType.FLOAT32)));
    }
  }

  /** fp32 masters of weights that are held in bf16, flat: see the program. */
  public PtNDArray[] masters(Tensors scope, TensorList weights, TensorList low) {
    return program.call(scope, "masters", weights, low);
  }
}
