package dev.sparring.policy.checkpoint;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import dev.sparring.core.RandomStream;
import dev.sparring.policy.checkpoint.ParameterLayout.Slot;
import dev.sparring.policy.tensor.TensorList;
import dev.sparring.policy.tensor.Tensors;
import dev.sparring.policy.tensor.Weights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** One set of weights, or anything of the same shapes (gradients, moments), on a device. */
public final class Parameters implements AutoCloseable {
  private final List<Slot> layout;
  private final DataType type;
  private final TensorList list;

  private Parameters(List<Slot> layout, DataType type, List<PtNDArray> arrays) {
    this.layout = layout;
    this.type = type;
    this.list = new TensorList(arrays);
  }

  private interface Maker {
    PtNDArray make(Slot slot, int index);
  }

  private static Parameters make(Tensors scope, List<Slot> layout, DataType type, Maker maker) {
    List<PtNDArray> arrays = new ArrayList<>();
    for (int i = 0; i < layout.size(); i++) {
      Slot slot = layout.get(i);
      if (slot.present()) {
        arrays.add(maker.make(slot, i));
      } else {
        arrays.add(slot.equals(Slot.TIED) ? arrays.get(0) : scope.empty(type, 0));
      }
    }
    return new Parameters(layout, type, arrays);
  }

  private interface Filler {
    void fill(Slot slot, int index, ByteBuffer memory);
  }

  private static Parameters written(
      Tensors scope, List<Slot> layout, DataType type, Filler filler) {
    return make(
        scope,
        layout,
        type,
        (slot, i) ->
            Tensors.write(scope.empty(type, slot.shape()), memory -> filler.fill(slot, i, memory)));
  }

  /** Reads a model directory's weights. */
  public static Parameters load(Tensors scope, ModelSpec spec, Path directory, DataType type) {
    return load(scope, ParameterLayout.of(spec), Safetensors.open(directory), directory, type);
  }

  static Parameters load(
      Tensors scope, List<Slot> layout, Safetensors files, Path directory, DataType type) {
    requireAll(layout, files, directory);
    Parameters loaded =
        written(scope, layout, type, (slot, i, to) -> fill(to, slot, type, files, directory, ""));
    files.unmap();
    return loaded;
  }

  /** Fresh weights: normal with this deviation for matrices, ones for norms, zeros for biases. */
  public static Parameters random(Tensors scope, ModelSpec spec, RandomStream random, double std) {
    return filled(
        scope,
        ParameterLayout.of(spec),
        DataType.FLOAT32,
        (slot, i) -> {
          RandomStream own = random.child(i);
          float constant = slot.parts().get(0).name().endsWith(".bias") ? 0f : 1f;
          return slot.matrix() ? n -> (float) (std * normal(own, n)) : n -> constant;
        });
  }

  /** The n-th number of an array. */
  interface Numbers {
    float at(int n);
  }

  /** Weights that are computed, fp32. */
  static Parameters filled(
      Tensors scope, List<Slot> layout, DataType type, BiFunction<Slot, Integer, Numbers> numbers) {
    return written(
        scope,
        layout,
        type,
        (slot, i, memory) -> {
          Numbers own = numbers.apply(slot, i);
          for (int n = 0; memory.hasRemaining(); n++) {
            memory.putFloat(own.at(n));
          }
        });
  }

  /** The n-th standard normal number of a stream (Box and Muller, 1958). */
  private static double normal(RandomStream stream, int n) {
    double radius = Math.sqrt(-2 * StrictMath.log(1 - stream.uniform(2L * n)));
    return radius * StrictMath.cos(2 * Math.PI * stream.uniform(2L * n + 1));
  }

  /** Zeros of these shapes. */
  public Parameters zeros(Tensors scope, DataType of) {
    return make(scope, layout, of, (slot, i) -> scope.zeros(of, slot.shape()));
  }

  /** A copy that no longer changes with this one. */
  public Parameters copy(Tensors scope) {
    return make(scope, layout, type, (slot, i) -> scope.copy(list.get(i)));
  }

  /**
   * A copy in which an adapter's part is added to each matrix, in fp32: W + scale · B · A.
   *
   * @param scope owns the copy
   */
  public Parameters merged(Tensors scope, Adapter adapter) {
    Map<String, LoraDelta> changes = adapter.changes();
    return make(
        scope,
        layout,
        type,
        (slot, i) -> {
          PtNDArray copy = scope.copy(list.get(i));
          return slot.parts().stream().anyMatch(part -> changes.containsKey(part.name()))
              ? Tensors.write(
                  copy, memory -> fillMerged(memory, slot, Tensors.memory(list.get(i)), changes))
              : copy;
        });
  }

  private void fillMerged(
      ByteBuffer to, Slot slot, ByteBuffer from, Map<String, LoraDelta> changes) {
    int columns = Math.toIntExact(slot.columns());
    int at = 0;
    for (ParameterLayout.Part part : slot.parts()) {
      for (int row = 0; row < part.rows(); row++) {
        float[] values = new float[columns];
        TensorTypes.read(from, WeightType.of(type).file(), at, values);
        if (changes.containsKey(part.name())) {
          changes.get(part.name()).addTo(values, row);
        }
        TensorTypes.put(values, to, type);
        at += columns;
      }
    }
  }

  /** Its matrices on the host, by the names of the file format; for fp32. */
  Map<String, LoraDelta.Matrix> matrices() {
    Map<String, LoraDelta.Matrix> matrices = new LinkedHashMap<>();
    for (int i = 0; i < layout.size(); i++) {
      Slot slot = layout.get(i);
      if (slot.matrix()) {
        FloatBuffer values = Tensors.memory(list.get(i)).asFloatBuffer();
        for (ParameterLayout.Part part : slot.parts()) {
          float[] own = new float[Math.toIntExact(part.rows() * slot.columns())];
          values.get(own);
          matrices.put(part.name(), new LoraDelta.Matrix(own, Math.toIntExact(slot.columns())));
        }
      }
    }
    return matrices;
  }

  /** Element type. */
  public DataType type() {
    return type;
  }

  /** As the program takes them. */
  public TensorList list() {
    return list;
  }

  /** As the program takes them, with an adapter or without. */
  public Weights with(Optional<Adapter> adapter) {
    return new Weights(
        list,
        adapter.map(a -> a.weights().list()).orElse(TensorList.none()),
        adapter.map(Adapter::scale).orElse(1.0));
  }

  /** Multiplies the array that is one tensor of the file. */
  void multiply(String tensor, double by) {
    for (int i = 0; i < layout.size(); i++) {
      List<ParameterLayout.Part> parts = layout.get(i).parts();
      if (parts.size() == 1 && parts.get(0).name().equals(tensor)) {
        list.get(i).muli((float) by);
      }
    }
  }

  /** Those that exist, a tied head once: what an optimizer steps over. */
  public List<PtNDArray> owned() {
    List<PtNDArray> owned = new ArrayList<>();
    for (int i = 0; i < layout.size(); i++) {
      if (layout.get(i).present()) {
        owned.add(list.get(i));
      }
    }
    return owned;
  }

  /** Writes them under the names of the file format; {@code prefix} goes before each. */
  public void write(SafetensorsWriter writer, String prefix) {
    for (int i = 0; i < layout.size(); i++) {
      Slot slot = layout.get(i);
      PtNDArray array = list.get(i);
      int at = 0;
      for (ParameterLayout.Part part : slot.parts()) {
        int size = size(slot, part);
        int from = at;
        writer.add(
            prefix + part.name(),
            WeightType.of(type).file(),
            slot.shape(part),
            () -> Tensors.memory(array).slice(from, size));
        at += size;
      }
    }
  }

  private int size(Slot slot, ParameterLayout.Part part) {
    return Math.toIntExact(part.rows() * Math.max(1, slot.columns()) * type.getNumOfBytes());
  }

  static void requireAll(List<Slot> layout, Safetensors files, Path directory) {
    requireAll(layout, files, directory, "");
  }

  private static void requireAll(
      List<Slot> layout, Safetensors files, Path directory, String prefix) {
    for (Slot slot : layout) {
      slot.parts().forEach(p -> files.require(directory, prefix + p.name(), slot.shape(p)));
    }
  }

  private static void fill(
      ByteBuffer memory,
      Slot slot,
      DataType type,
      Safetensors files,
      Path directory,
      String prefix) {
    for (ParameterLayout.Part part : slot.parts()) {
      Safetensors.Entry entry = files.require(directory, prefix + part.name(), slot.shape(part));
      TensorTypes.copy(entry.bytes(), entry.type(), memory, type);
    }
  }

  /**
   * Reads back what {@link #write} wrote, into these arrays; they stay as they are when a tensor is
   * not as it should be.
   */
  public void read(Safetensors files, Path directory, String prefix) {
    requireAll(layout, files, directory, prefix);
    for (int i = 0; i < layout.size(); i++) {
      Slot slot = layout.get(i);
      if (slot.present()) {
        Tensors.write(list.get(i), memory -> fill(memory, slot, type, files, directory, prefix));
      }
    }
    files.unmap();
  }

  /**
   * Sets these arrays to the sum of what {@link #write} wrote into several files. Numbers are added
   * in fp32 in the order of the files, whatever type they have.
   *
   * @param named in errors
   */
  public void readSum(List<Safetensors> files, Path named) {
    files.forEach(file -> requireAll(layout, file, named, ""));
    for (int i = 0; i < layout.size(); i++) {
      Slot slot = layout.get(i);
      if (slot.present()) {
        Tensors.write(list.get(i), memory -> fillSum(memory, slot, files, named));
      }
    }
    files.forEach(Safetensors::unmap);
  }

  private void fillSum(ByteBuffer memory, Slot slot, List<Safetensors> files, Path named) {
    for (ParameterLayout.Part part : slot.parts()) {
      List<Safetensors.Entry> entries =
          files.stream().map(f -> f.require(named, part.name(), slot.shape(part))).toList();
      TensorTypes.sum(entries, memory, type);
    }
  }

  /**
   * Looks for a number that is none.
   *
   * @param file named in the error
   * @throws CheckpointException when an element is infinite or not a number
   */
  public void requireFinite(Tensors scope, Path file) {
    for (int i = 0; i < layout.size(); i++) {
      Slot slot = layout.get(i);
      if (slot.present() && !scope.finite(list.get(i))) {
        int at = 0;
        for (ParameterLayout.Part part : slot.parts()) {
          int size = size(slot, part);
          if (!TensorTypes.finite(Tensors.memory(list.get(i)).slice(at, size), type)) {
            throw new CheckpointException(
                file + ": tensor " + part.name() + " holds a number that is not finite");
          }
          at += size;
        }
      }
    }
  }

  /** Writes {@code model.safetensors}. */
  public void save(Path directory) throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter();
    write(writer, "");
    writer.write(directory.resolve("model.safetensors"));
  }

  @Override
  public void close() {
    list.close();
  }
}
