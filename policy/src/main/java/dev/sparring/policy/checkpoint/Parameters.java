package dev.sparring.policy.checkpoint;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import dev.sparring.core.RandomStream;
import dev.sparring.policy.tensor.TensorList;
import dev.sparring.policy.tensor.Tensors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One set of weights, or anything of the same shapes (gradients, moments), on a device. */
public final class Parameters implements AutoCloseable {
  private final ModelSpec spec;
  private final List<ParameterLayout.Slot> layout;
  private final DataType type;
  private final TensorList list;

  private Parameters(ModelSpec spec, DataType type, List<PtNDArray> arrays) {
    this.spec = spec;
    this.layout = ParameterLayout.of(spec);
    this.type = type;
    this.list = new TensorList(arrays);
  }

  private interface Maker {
    PtNDArray make(ParameterLayout.Slot slot, int index);
  }

  private static Parameters make(Tensors scope, ModelSpec spec, DataType type, Maker maker) {
    List<PtNDArray> arrays = new ArrayList<>();
    List<ParameterLayout.Slot> layout = ParameterLayout.of(spec);
    for (int i = 0; i < layout.size(); i++) {
      if (layout.get(i).present()) {
        arrays.add(maker.make(layout.get(i), i));
      } else if (i == ParameterLayout.HEAD) {
        arrays.add(arrays.get(0));
      } else {
        arrays.add(scope.empty(type, 0));
      }
    }
    return new Parameters(spec, type, arrays);
  }

  /** Reads a directory's weights. */
  public static Parameters load(Tensors scope, ModelSpec spec, Path directory, DataType type) {
    Safetensors files = Safetensors.open(directory);
    require(ParameterLayout.of(spec), files, directory, "");
    return make(
        scope,
        spec,
        type,
        (slot, i) ->
            Tensors.write(
                scope.empty(type, slot.shape()),
                memory -> fill(memory, slot, type, files, directory, "")));
  }

  /** Fresh weights: normal with this deviation for matrices, ones for norms, zeros for biases. */
  public static Parameters random(Tensors scope, ModelSpec spec, RandomStream random, double std) {
    return make(
        scope,
        spec,
        DataType.FLOAT32,
        (slot, i) ->
            Tensors.write(
                scope.empty(DataType.FLOAT32, slot.shape()),
                memory -> {
                  RandomStream stream = random.child(i);
                  boolean bias = slot.parts().get(0).name().endsWith(".bias");
                  for (int n = 0; memory.hasRemaining(); n++) {
                    memory.putFloat(
                        slot.matrix() ? (float) (std * normal(stream, n)) : bias ? 0f : 1f);
                  }
                }));
  }

  /** The n-th standard normal number of a stream (Box and Muller, 1958). */
  private static double normal(RandomStream stream, int n) {
    double radius = Math.sqrt(-2 * Math.log(1 - stream.uniform(2L * n)));
    return radius * Math.cos(2 * Math.PI * stream.uniform(2L * n + 1));
  }

  /** Zeros of these shapes. */
  public Parameters zeros(Tensors scope) {
    return make(scope, spec, type, (slot, i) -> scope.zeros(type, slot.shape()));
  }

  /** A copy that no longer changes with this one. */
  public Parameters copy(Tensors scope) {
    return make(scope, spec, type, (slot, i) -> scope.copy(list.get(i)));
  }

  /** The model they belong to. */
  public ModelSpec spec() {
    return spec;
  }

  /** Element type. */
  public DataType type() {
    return type;
  }

  /** As the program takes them. */
  public TensorList list() {
    return list;
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
      ParameterLayout.Slot slot = layout.get(i);
      PtNDArray array = list.get(i);
      int at = 0;
      for (ParameterLayout.Part part : slot.parts()) {
        int size = size(slot, part);
        int from = at;
        writer.add(
            prefix + part.name(),
            Elements.fileType(type),
            slot.shape(part),
            () -> Tensors.memory(array).slice(from, size));
        at += size;
      }
    }
  }

  private int size(ParameterLayout.Slot slot, ParameterLayout.Part part) {
    return Math.toIntExact(part.rows() * Math.max(1, slot.columns()) * type.getNumOfBytes());
  }

  private static void require(
      List<ParameterLayout.Slot> layout, Safetensors files, Path directory, String prefix) {
    for (ParameterLayout.Slot slot : layout) {
      slot.parts().forEach(p -> files.require(directory, prefix + p.name(), slot.shape(p)));
    }
  }

  private static void fill(
      ByteBuffer memory,
      ParameterLayout.Slot slot,
      DataType type,
      Safetensors files,
      Path directory,
      String prefix) {
    for (ParameterLayout.Part part : slot.parts()) {
      Safetensors.Entry entry = files.require(directory, prefix + part.name(), slot.shape(part));
      Elements.copy(entry.bytes(), entry.type(), memory, type);
    }
  }

  /**
   * Reads back what {@link #write} wrote, into these arrays; they stay as they are when a tensor is
   * not as it should be.
   */
  public void read(Safetensors files, Path directory, String prefix) {
    require(layout, files, directory, prefix);
    for (int i = 0; i < layout.size(); i++) {
      ParameterLayout.Slot slot = layout.get(i);
      if (slot.present()) {
        Tensors.write(list.get(i), memory -> fill(memory, slot, type, files, directory, prefix));
      }
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
      ParameterLayout.Slot slot = layout.get(i);
      if (slot.present() && !scope.finite(list.get(i))) {
        int at = 0;
        for (ParameterLayout.Part part : slot.parts()) {
          int size = size(slot, part);
          if (!Elements.finite(Tensors.memory(list.get(i)).slice(at, size), type)) {
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
