package dev.sparring.policy.tensor;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import java.util.List;

/**
 * A list of tensors that programs take repeatedly. It is passed to the engine once. It does not own
 * the arrays, and must be closed before they are.
 */
public final class TensorList implements AutoCloseable {
  private final List<PtNDArray> arrays;
  private final IValue value;

  /** A list of no arrays. */
  public static TensorList none() {
    return None.NONE;
  }

  /** Initialised on first use, after the engine has been loaded. */
  private static final class None {
    static final TensorList NONE = new TensorList(List.of());
  }

  /** Passes these arrays to the engine as a list. */
  public TensorList(List<PtNDArray> arrays) {
    this.arrays = List.copyOf(arrays);
    this.value = IValue.listFrom(arrays.toArray(PtNDArray[]::new));
  }

  /** The arrays, in order. */
  public List<PtNDArray> arrays() {
    return arrays;
  }

  /** The array at index {@code i}, from 0. */
  public PtNDArray get(int i) {
    return arrays.get(i);
  }

  /** How many arrays it has. */
  public int size() {
    return arrays.size();
  }

  IValue value() {
    return value;
  }

  @Override
  public void close() {
    if (!arrays.isEmpty()) {
      value.close();
    }
  }
}
