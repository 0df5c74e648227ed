package dev.sparring.policy.tensor;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import java.util.List;

/**
 * The part of the decoder program that changes weights: each method here is the method of the same
 * name in {@code optimizer.py}.
 */
public final class WeightUpdates {
  /** Numbers of which fp32 masters are put together at a time. They stay in a CPU's cache. */
  private static final int SPLIT_PART = 1 << 19;

  /** The same on a GPU, where every call costs as much as thousands of numbers. */
  private static final int SPLIT_PART_ON_GPU = 1 << 24;

  private final TensorProgram program;

  WeightUpdates(TensorProgram program) {
    this.program = program;
  }

  /** Adds another thread's gradients and sets those to zero: see the program. */
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
      PtNDArray[] room =
          program.call(passing, "split_room", size, passing.empty(DataType.FLOAT32, 1));
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
          List.of(room).subList(0, 4),
          List.of(room[4]),
          List.of(room[5]),
          List.of(room[6]),
          List.of(room[7]),
          List.of(room[8]),
          List.of(room[9]));
    }
  }

  /** fp32 masters of weights that are held in bf16, flat: see the program. */
  public PtNDArray[] masters(Tensors scope, TensorList weights, TensorList low) {
    return program.call(scope, "masters", weights, low);
  }
}
