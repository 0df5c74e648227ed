package dev.sparring.policy.learn;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import dev.sparring.core.config.LearnSettings;
import dev.sparring.policy.checkpoint.Parameters;
import dev.sparring.policy.checkpoint.Safetensors;
import dev.sparring.policy.checkpoint.SafetensorsWriter;
import dev.sparring.policy.tensor.TensorList;
import dev.sparring.policy.tensor.Tensors;
import dev.sparring.policy.tensor.WeightUpdates;
import java.io.IOException;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * AdamW (arXiv 1711.05101) over a set of parameters: their gradients, both moments, and the count
 * of steps.
 *
 * <p>bf16 parameters are too coarse for small steps. For these the optimizer also keeps the low
 * halves of their fp32 masters, so that no step is lost, and holds the first moment in bf16.
 */
final class Optimizer implements AutoCloseable {
  private static final String FILE = "optimizer.safetensors";

  private final Tensors scope;
  private final WeightUpdates updates;
  private final Parameters trained;
  private final List<Parameters> gradients;
  private final Map<Parameters, TensorList> owned = new IdentityHashMap<>();
  private Optional<Moments> moments = Optional.empty();

  /**
   * The optimizer's state. It is allocated at the first step, so that a worker which only computes
   * gradients does not hold it.
   *
   * @param first first moments
   * @param second second moments
   * @param low low halves of the fp32 masters, for bf16 weights
   * @param steps the count of steps, once for each parameter
   */
  private record Moments(
      Parameters first, Parameters second, Optional<TensorList> low, TensorList steps) {
    static Moments of(Tensors scope, Parameters trained) {
      return new Moments(
          trained.zeros(scope, trained.type()),
          trained.zeros(scope, DataType.FLOAT32),
          trained.type() == DataType.BFLOAT16
              ? Optional.of(halves(scope, trained.owned()))
              : Optional.empty(),
          new TensorList(
              trained.owned().stream().map(w -> scope.zeros(DataType.FLOAT32)).toList()));
    }

    void close() {
      steps.close();
      first.close();
      second.close();
      low.ifPresent(TensorList::close);
    }
  }

  /**
   * @param threads that compute gradients side by side
   */
  Optimizer(Tensors scope, WeightUpdates updates, Parameters trained, int threads) {
    this.scope = scope;
    this.updates = updates;
    this.trained = trained;
    gradients = Stream.generate(() -> trained.zeros(scope, trained.type())).limit(threads).toList();
    owned.put(trained, new TensorList(trained.owned()));
    gradients.forEach(g -> owned.put(g, new TensorList(g.owned())));
  }

  private Moments moments() {
    if (moments.isEmpty()) {
      Moments made = Moments.of(scope, trained);
      owned.put(made.first(), new TensorList(made.first().owned()));
      owned.put(made.second(), new TensorList(made.second().owned()));
      moments = Optional.of(made);
    }
    return moments.get();
  }

  /** Arrays for 16 bits a weight, two in each int32 element, as DJL has no 16-bit integers. */
  private static TensorList halves(Tensors scope, List<PtNDArray> weights) {
    return new TensorList(
        weights.stream()
            .map(w -> scope.zeros(DataType.INT32, (w.getShape().size() + 1) / 2))
            .toList());
  }

  /** The low halves of fp32 masters, if weights are bf16; see {@link WeightUpdates#masters}. */
  Optional<TensorList> low() {
    return moments().low();
  }

  /** Gradient buffers, a list for each thread. */
  List<TensorList> gradients() {
    return gradients.stream().map(Parameters::list).toList();
  }

  /** Adds the gradients of the other threads to the first one's. */
  void gather() {
    for (Parameters other : gradients.subList(1, gradients.size())) {
      try (Tensors passing = scope.scope()) {
        updates.gather(passing, owned.get(gradients.get(0)), owned.get(other));
      }
    }
  }

  /**
   * Clips the gradients, takes a step, and sets the gradients to zero.
   *
   * @param rate learning rate
   * @return the L2 norm of the gradients before clipping
   * @throws NonFiniteGradientException when it is NaN or infinite; no weight is changed
   */
  double step(LearnSettings settings, double rate) {
    try (Tensors passing = scope.scope()) {
      double norm = updates.gradientNorm(passing, owned.get(gradients.get(0)));
      if (!Double.isFinite(norm)) {
        throw new NonFiniteGradientException(0);
      }
      double clip = settings.clipNorm();
      double[] hyper = {
        rate,
        settings.beta1(),
        settings.beta2(),
        settings.weightDecay(),
        settings.epsilon(),
        clip > 0 && norm > clip ? clip / (norm + 1e-6) : 1.0
      };
      TensorList weights = owned.get(trained);
      TensorList g = owned.get(gradients.get(0));
      Moments own = moments();
      TensorList m = owned.get(own.first());
      TensorList v = owned.get(own.second());
      if (own.low().isPresent()) {
        updates.adamwSplit(passing, weights, own.low().get(), g, m, v, own.steps(), hyper);
      } else {
        updates.adamw(passing, weights, g, m, v, own.steps(), hyper);
      }
      return norm;
    }
  }

  /** Writes the gradient as safetensors, and sets it to zero. */
  void writeGradient(Path file) throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter();
    gradients.get(0).write(writer, "");
    writer.write(file);
    drop();
  }

  /** Sets the gradient to the sum of the gradients that {@link #writeGradient} wrote into files. */
  void readGradients(List<Path> files) {
    gradients.get(0).readSum(files.stream().map(Safetensors::file).toList(), files.get(0));
  }

  /** Sets all threads' gradients to zero, for a step that is not taken. */
  void drop() {
    try (Tensors passing = scope.scope()) {
      gradients.forEach(g -> updates.forget(passing, owned.get(g)));
    }
  }

  void save(Path directory) throws IOException {
    Moments own = moments();
    SafetensorsWriter writer = new SafetensorsWriter();
    writer.add("steps", "F32", new long[] {1}, () -> Tensors.memory(own.steps().get(0)));
    own.first().write(writer, "first.");
    own.second().write(writer, "second.");
    for (int i = 0; own.low().isPresent() && i < own.low().get().size(); i++) {
      PtNDArray array = own.low().get().get(i);
      long[] shape = array.getShape().getShape();
      writer.add("rest." + i, "I32", shape, () -> Tensors.memory(array));
    }
    writer.write(directory.resolve(FILE));
  }

  void load(Path directory) {
    Moments own = moments();
    Safetensors files = Safetensors.file(directory.resolve(FILE));
    float count = files.require(directory, "steps", 1).bytes().getFloat();
    for (int i = 0; own.low().isPresent() && i < own.low().get().size(); i++) {
      PtNDArray array = own.low().get().get(i);
      var entry = files.find(directory, "rest." + i, array.getShape().getShape());
      Tensors.write(array, memory -> memory.put(entry.bytes()));
    }
    own.first().read(files, directory, "first.");
    own.second().read(files, directory, "second.");
    own.steps().arrays().forEach(s -> Tensors.write(s, memory -> memory.putFloat(count)));
  }

  @Override
  public void close() {
    owned.values().forEach(TensorList::close);
    gradients.forEach(Parameters::close);
    moments.ifPresent(Moments::close);
  }
}
