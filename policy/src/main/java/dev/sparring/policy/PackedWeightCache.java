package dev.sparring.policy;

import dev.sparring.policy.tensor.Decoder;
import dev.sparring.policy.tensor.TensorList;
import dev.sparring.policy.tensor.Tensors;
import java.util.function.Supplier;

/**
 * The base as sampling takes it: packed when something is first written, and kept until something
 * is learned, which needs the memory and may change the base.
 */
final class PackedWeightCache {
  private final Tensors scope;
  private final Decoder decoder;
  private final Supplier<TensorList> weights;
  private final int slots;
  private Tensors memory;
  private TensorList packed;

  /**
   * Nothing is packed yet.
   *
   * @param weights as the decoder's programs for learning take them
   */
  PackedWeightCache(Tensors scope, Decoder decoder, Supplier<TensorList> weights, int slots) {
    this.scope = scope;
    this.decoder = decoder;
    this.weights = weights;
    this.slots = slots;
  }

  TensorList list() {
    if (packed == null) {
      memory = scope.scope();
      packed = decoder.pack(memory, weights.get(), slots);
    }
    return packed;
  }

  /** Gives its memory back. */
  void drop() {
    if (packed != null) {
      packed.close();
      memory.close();
      packed = null;
    }
  }
}
