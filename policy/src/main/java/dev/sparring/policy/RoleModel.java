package dev.sparring.policy;

import dev.sparring.policy.checkpoint.Adapter;
import dev.sparring.policy.checkpoint.Safetensors;
import dev.sparring.policy.learn.Learner;
import dev.sparring.policy.tensor.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What some roles write with: the model itself, or the model under an adapter.
 *
 * @param learner what changes it; empty when it only writes
 */
record RoleModel(LanguageModel model, Optional<Adapter> adapter, Optional<Learner> learner)
    implements AutoCloseable {

  Weights weights() {
    return model.weights().with(adapter);
  }

  /** Writes a model or an adapter. */
  void saveWeights(Path directory) throws IOException {
    if (adapter.isPresent()) {
      adapter.get().save(directory, model.directory().toString());
      model.saveSuppliedTemplate(directory);
    } else {
      model.save(directory);
    }
  }

  /** Takes the weights that {@link #saveWeights} wrote. */
  void loadWeights(Path directory) {
    adapter.ifPresentOrElse(
        a -> a.restore(directory),
        () -> model.weights().read(Safetensors.open(directory), directory, ""));
  }

  /** Writes a model or an adapter, and the optimizer's state. */
  void save(Path directory) throws IOException {
    saveWeights(directory);
    if (learner.isPresent()) {
      learner.get().save(directory);
    }
  }

  /** Takes weights and optimizer state from what {@link #save} wrote. */
  void restore(Path directory) {
    loadWeights(directory);
    learner.ifPresent(l -> l.load(directory));
  }

  @Override
  public void close() {
    learner.ifPresent(Learner::close);
    adapter.ifPresent(Adapter::close);
  }
}
