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
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A LoRA adapter on a device, held in fp32.
 *
 * @param scale what each module's B · A is multiplied with
 * @param weights its matrices
 * @param notes what a person should know of it, a line each
 */
public record Adapter(AdapterSpec spec, double scale, Parameters weights, List<String> notes)
    implements AutoCloseable {
  static final String WEIGHTS = "adapter_model.safetensors";

  /**
   * A fresh adapter, which changes nothing yet: B is zero, and A uniform within 1 / √(inputs) of
   * zero, as PEFT begins.
   */
  public static Adapter fresh(
      Tensors scope, ModelSpec model, AdapterSpec spec, RandomStream random) {
    AdapterModules modules = AdapterModules.of(model, spec);
    Parameters weights =
        Parameters.filled(
            scope,
            AdapterLayout.of(model, modules),
            DataType.FLOAT32,
            (slot, i) -> {
              RandomStream own = random.child(i);
              double bound = 1 / Math.sqrt(slot.columns());
              return AdapterLayout.beginsAtZero(slot)
                  ? n -> 0f
                  : n -> (float) (bound * (2 * own.uniform(n) - 1));
            });
    return new Adapter(spec, modules.scale().orElseThrow(), weights, List.of());
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
    List<String> names = Role.ALL.stream().map(Role::name).toList();
    if (in(directory) || !names.stream().allMatch(name -> in(directory.resolve(name)))) {
      return List.of("");
    }
    try (Stream<Path> entries = Files.list(directory)) {
      Stream<String> others =
          entries
              .filter(Adapter::in)
              .map(entry -> entry.getFileName().toString())
              .filter(name -> !names.contains(name))
              .sorted();
      return Stream.concat(names.stream(), others).toList();
    } catch (IOException e) {
      throw new CheckpointException("can't read " + directory + ": " + e.getMessage(), e);
    }
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
    Safetensors file = file(directory);
    Adapter loaded = fitting(directory, base, () -> load(scope, model, directory, spec, file));
    loaded.weights().requireFinite(scope, directory);
    return loaded;
  }

  /** Where modules have scales of their own, their B is multiplied with it. */
  private static Adapter load(
      Tensors scope, ModelSpec model, Path directory, AdapterSpec spec, Safetensors file) {
    AdapterModules modules = AdapterModules.of(model, spec, file.entries().keySet());
    List<Slot> layout = AdapterLayout.of(model, modules);
    requireNoOther(layout, file);
    Parameters weights = Parameters.load(scope, layout, file, directory, DataType.FLOAT32);
    List<String> notes = modules.notes(directory);
    if (modules.scale().isPresent()) {
      return new Adapter(spec, modules.scale().get(), weights, notes);
    }
    modules
        .byName()
        .forEach(
            (name, module) ->
                weights.multiply(AdapterLayout.PREFIX + name + AdapterLayout.B, module.scale()));
    return new Adapter(spec.folded(modules), 1, weights, notes);
  }

  /** What a person should know of an adapter before it is used, a line each. */
  public static List<String> notes(Path directory, Path base) {
    return open(ModelSpec.read(base), AdapterSpec.read(directory), directory, base)
        .modules()
        .notes(directory);
  }

  /**
   * The tensors of an adapter, which are those that the base takes.
   *
   * @param modules what they change
   */
  record Opened(Safetensors tensors, AdapterModules modules) {}

  /** Opens the tensors of an adapter without loading them. */
  static Opened open(ModelSpec model, AdapterSpec spec, Path directory, Path base) {
    Safetensors file = file(directory);
    return fitting(
        directory,
        base,
        () -> {
          AdapterModules modules = AdapterModules.of(model, spec, file.entries().keySet());
          List<Slot> layout = AdapterLayout.of(model, modules);
          requireNoOther(layout, file);
          Parameters.requireAll(layout, file, directory);
          return new Opened(file, modules);
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
    return Safetensors.file(weights).renamed(AdapterLayout::canonical);
  }

  /** What it adds to the base's matrices, by their names. */
  Map<String, LoraDelta> changes() {
    Map<String, LoraDelta.Matrix> matrices = weights.matrices();
    Map<String, LoraDelta> changes = new LinkedHashMap<>();
    matrices.forEach(
        (name, a) -> {
          if (name.endsWith(AdapterLayout.A)) {
            String map = name.substring(0, name.length() - AdapterLayout.A.length());
            String tensor = map.substring(AdapterLayout.PREFIX.length()) + ".weight";
            LoraDelta.Matrix b = matrices.get(map + AdapterLayout.B);
            changes.put(tensor, new LoraDelta(a, b, (float) scale));
          }
        });
    return changes;
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
