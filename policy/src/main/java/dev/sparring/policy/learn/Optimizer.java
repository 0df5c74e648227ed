package dev.sparring.policy.learn;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import dev.sparring.core.config.LearnSettings;
import dev.sparring.policy.checkpoint.Parameters;
import dev.sparring.policy.checkpoint.Safetensors;
import dev.sparring.policy.checkpoint.SafetensorsWriter;
import dev.sparring.policy.tensor.Decoder;
import dev.sparring.policy.tensor.TensorList;
import dev.sparring.policy.tensor.Tensors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** AdamW over a set of parameters: gradients, both moments, and the count of steps. */
final class Optimizer implements AutoCloseable {
  private static final String FILE = "optimizer.safetensors";

  private final Tensors scope;
  private final Decoder decoder;
  private final Parameters gradients;
  private final Parameters first;
  private final Parameters second;
  private final TensorList steps;
  private final List<TensorList> owned = new ArrayList<>();

  Optimizer(Tensors scope, Decoder decoder, Parameters weights) {
    this.scope = scope;
    this.decoder = decoder;
    gradients = weights.zeros(scope);
    first = weights.zeros(scope);
    second = weights.zeros(scope);
    List<PtNDArray> counts = new ArrayList<>();
    weights.owned().forEach(w -> counts.add(scope.zeros(DataType.FLOAT32)));
    steps = new TensorList(counts);
    for (Parameters p : List.of(weights, gradients, first, second)) {
      owned.add(new TensorList(p.owned()));
    }
  }

  /** What backward adds to. */
  TensorList gradients() {
    return gradients.list();
  }

  /**
   * Clips the gradients, takes a step, and sets them to zero.
   *
   * @return the gradients' norm before clipping
   */
  double step(LearnSettings settings, double rate) {
    try (Tensors passing = scope.scope()) {
      double norm = decoder.gradientNorm(passing, owned.get(1));
      if (!Double.isFinite(norm)) {
        throw new IllegalStateException("the gradient is not finite; the weights were not touched");
      }
      double clip = settings.clipNorm();
      decoder.adamw(
          passing,
          owned.get(0),
          owned.get(1),
          owned.get(2),
          owned.get(3),
          steps,
          rate,
          settings.beta1(),
          settings.beta2(),
          settings.weightDecay(),
          settings.epsilon(),
          clip > 0 && norm > clip ? clip / (norm + 1e-6) : 1.0);
      return norm;
    }
  }

  /** Forgets gradients of a step that is not taken. */
  void drop() {
    owned.get(1).arrays().forEach(g -> Tensors.write(g, Optimizer::zero));
  }

  private static void zero(ByteBuffer memory) {
    while (memory.remaining() >= 8) {
      memory.putLong(0);
    }
    while (memory.hasRemaining()) {
      memory.put((byte) 0);
    }
  }

  void save(Path directory) throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter();
    writer.add("steps", "F32", new long[] {1}, () -> Tensors.memory(steps.get(0)));
    first.write(writer, "first.");
    second.write(writer, "second.");
    writer.write(directory.resolve(FILE));
  }

  void load(Path directory) {
    Safetensors files = Safetensors.file(directory.resolve(FILE));
    float count = files.require(directory, "steps", 1).bytes().getFloat();
    first.read(files, directory, "first.");
    second.read(files, directory, "second.");
    steps.arrays().forEach(s -> Tensors.write(s, memory -> memory.putFloat(count)));
  }

  @Override
  public void close() {
    owned.forEach(TensorList::close);
    steps.close();
    List.of(gradients, first, second).forEach(Parameters::close);
  }
}
