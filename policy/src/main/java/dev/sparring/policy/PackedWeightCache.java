package dev.sparring.policy;

import dev.sparring.policy.tensor.TensorList;
import dev.sparring.policy.tensor.Tensors;

/**
 * The base as sampling takes it: packed when something is first written, and kept until something
 * is learned, which needs the memory and may change the base.
 */
final class PackedWeightCache {
  private final Tensors scope;
  private final LanguageModel model;
  private final int slots;
  private Tensors memory;
  private TensorList packed;

  PackedWeightCache(Tensors scope, LanguageModel model, int slots) {
    this.scope = scope;
    this.model = model;
    this.slots = slots;
  }

  TensorList list() {
    if (packed == null) {
      memory = scope.scope();
      packed = model.decoder().pack(memory, model.weights().list(), slots);
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
