package dev.sparring.policy.tensor;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import java.util.List;

/**
 * A list of tensors that a program is given again and again, handed over once. It shares the arrays
 * and is to be closed before they are.
 */
public final class TensorList implements AutoCloseable {
  private final List<PtNDArray> arrays;
  private final IValue value;

  /** A list of no arrays. */
  public static TensorList none() {
    return None.NONE;
  }

  /** Made when the engine has been loaded. */
  private static final class None {
    static final TensorList NONE = new TensorList(List.of());
  }

  /** A list of these arrays. */
  public TensorList(List<PtNDArray> arrays) {
    this.arrays = List.copyOf(arrays);
    this.value = IValue.listFrom(arrays.toArray(PtNDArray[]::new));
  }

  /** The arrays, in order. */
  public List<PtNDArray> arrays() {
    return arrays;
  }

  /** The i-th array. */
  public PtNDArray get(int i) {
    return arrays.get(i);
  }

  /** How many there are. */
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
