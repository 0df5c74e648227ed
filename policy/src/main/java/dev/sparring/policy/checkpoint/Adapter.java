package dev.sparring.policy.checkpoint;

import ai.djl.ndarray.types.DataType;
import dev.sparring.core.RandomStream;
import dev.sparring.core.Role;
import dev.sparring.policy.checkpoint.ParameterLayout.Slot;
import dev.sparring.policy.tensor.Tensors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A LoRA adapter on a device, held in fp32.
 *
 * @param weights its matrices
 */
public record Adapter(AdapterSpec spec, Parameters weights) implements AutoCloseable {
  static final String WEIGHTS = "adapter_model.safetensors";

  /**
   * A fresh adapter, which changes nothing yet: B is zero, and A uniform within 1 / √(inputs) of
   * zero, as PEFT begins.
   */
  public static Adapter fresh(
      Tensors scope, ModelSpec model, AdapterSpec spec, RandomStream random) {
    return new Adapter(
        spec,
        Parameters.filled(
            scope,
            AdapterLayout.of(model, spec),
            DataType.FLOAT32,
            (slot, i) -> {
              RandomStream own = random.child(i);
              double bound = 1 / Math.sqrt(slot.columns());
              return AdapterLayout.beginsAtZero(slot)
                  ? n -> 0f
                  : n -> (float) (bound * (2 * own.uniform(n) - 1));
            }));
  }

  /** Whether a directory holds an adapter. */
  public static boolean in(Path directory) {
    return Files.isRegularFile(directory.resolve(AdapterSpec.FILE));
  }

  /**
   * The sub-directories of a directory that hold an adapter: one for each role where it has them,
   * else the directory itself, whose name is empty.
   */
  public static List<String> names(Path directory) {
    boolean perRole =
        !in(directory) && Role.ALL.stream().allMatch(role -> in(directory.resolve(role.name())));
    return perRole ? Role.ALL.stream().map(Role::name).toList() : List.of("");
  }

  /**
   * Reads a PEFT directory.
   *
   * @param base where the model is, for the error of an adapter that was made for another
   */
  public static Adapter load(Tensors scope, ModelSpec model, Path directory, Path base) {
    if (!in(directory)) {
      throw new CheckpointException(
          directory + " is no adapter: it has no " + AdapterSpec.FILE + " (PEFT writes one)");
    }
    AdapterSpec spec = AdapterSpec.read(directory);
    List<Slot> layout = AdapterLayout.of(model, spec);
    Safetensors file = file(directory);
    Parameters weights =
        fitting(
            directory,
            base,
            () -> {
              requireNoOther(layout, file);
              return Parameters.load(scope, layout, file, directory, DataType.FLOAT32);
            });
    weights.requireFinite(scope, directory);
    return new Adapter(spec, weights);
  }

  /** The tensors of an adapter, which are those that the base takes. */
  static Safetensors open(ModelSpec model, AdapterSpec spec, Path directory, Path base) {
    List<Slot> layout = AdapterLayout.of(model, spec);
    Safetensors file = file(directory);
    return fitting(
        directory,
        base,
        () -> {
          requireNoOther(layout, file);
          Parameters.requireAll(layout, file, directory);
          return file;
        });
  }

  private static <T> T fitting(Path directory, Path base, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (CheckpointException e) {
      throw new CheckpointException(
          directory + " does not fit the base " + base + ": " + e.getMessage(), e);
    }
  }

  private static void requireNoOther(List<Slot> layout, Safetensors file) {
    Set<String> others = new LinkedHashSet<>(file.entries().keySet());
    layout.forEach(slot -> slot.parts().forEach(part -> others.remove(part.name())));
    if (!others.isEmpty()) {
      throw new CheckpointException(
          "it holds the tensor " + others.iterator().next() + ", which is for nothing there");
    }
  }

  private static Safetensors file(Path directory) {
    Path weights = directory.resolve(WEIGHTS);
    if (!Files.isRegularFile(weights)) {
      throw new CheckpointException(directory + " has no " + WEIGHTS);
    }
    return Safetensors.file(weights);
  }

  /** Takes the matrices that {@link #save} wrote. */
  public void restore(Path directory) {
    weights.read(file(directory), directory, "");
  }

  /**
   * Writes a PEFT directory, and waits until the disk has it.
   *
   * @param base the model's name or place, as PEFT is told it
   */
  public void save(Path directory, String base) throws IOException {
    Files.createDirectories(directory);
    SafetensorsWriter.beside(
        directory.resolve(AdapterSpec.FILE), spec.json(base).getBytes(StandardCharsets.UTF_8));
    SafetensorsWriter writer = new SafetensorsWriter();
    weights.write(writer, "");
    writer.write(directory.resolve(WEIGHTS));
  }

  @Override
  public void close() {
    weights.close();
  }
}
