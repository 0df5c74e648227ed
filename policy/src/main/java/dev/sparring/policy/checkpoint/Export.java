package dev.sparring.policy.checkpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Models and adapters written for other tools, from file to file: only a piece of one tensor, and
 * the adapter, are in memory at a time.
 */
public final class Export {
  /** How many numbers are worked on at once, or one row where that has more. */
  private static final int PIECE = 1 << 18;

  private final WeightType type;
  private final SafetensorsWriter writer = new SafetensorsWriter();

  private Export(WeightType type) {
    this.type = type;
  }

  /**
   * Writes a model directory.
   *
   * @param base a model directory
   * @param adapter a PEFT directory, to be merged: W + scale · B · A, computed in fp32, is rounded
   * @param wanted type of the weights; empty for the one that the base is stored in
   * @param to a directory; made where it is not there
   * @return the type of the weights
   */
  public static WeightType model(
      Path base, Optional<Path> adapter, Optional<WeightType> wanted, Path to) throws IOException {
    ModelSpec spec = ModelSpec.read(base);
    Safetensors files = Safetensors.open(base);
    var layout = ParameterLayout.of(spec);
    Parameters.requireAll(layout, files, base);
    Map<String, LoraDelta> changes =
        adapter.map(directory -> changes(spec, directory, base)).orElse(Map.of());
    WeightType stored = WeightType.of(files.entries().get(layout.get(0).parts().get(0).name()));
    Export export = new Export(wanted.orElse(stored));
    for (ParameterLayout.Slot slot : layout) {
      for (ParameterLayout.Part part : slot.parts()) {
        Optional<LoraDelta> change = Optional.ofNullable(changes.get(part.name()));
        export.add(part.name(), files.entries().get(part.name()), change);
      }
    }
    Files.createDirectories(to);
    ModelConfigFiles.copy(base, to, export.type);
    if (adapter.isPresent()) {
      ModelConfigFiles.copyTemplate(adapter.get(), to);
    }
    export.writer.write(to.resolve(Safetensors.FILE));
    return export.type;
  }

  /** What an adapter adds, by the names of the base's tensors. */
  private static Map<String, LoraDelta> changes(ModelSpec model, Path directory, Path base) {
    AdapterSpec spec = AdapterSpec.read(directory);
    Adapter.Opened opened = Adapter.open(model, spec, directory, base);
    Map<String, Safetensors.Entry> entries = opened.tensors().entries();
    Map<String, LoraDelta> changes = new TreeMap<>();
    entries.forEach(
        (name, a) -> {
          if (name.endsWith(AdapterLayout.A)) {
            String map = name.substring(0, name.length() - AdapterLayout.A.length());
            String module = map.substring(AdapterLayout.PREFIX.length());
            LoraDelta.Matrix in = LoraDelta.Matrix.of(name, a);
            String other = map + AdapterLayout.B;
            LoraDelta.Matrix out = LoraDelta.Matrix.of(other, entries.get(other));
            double scale = opened.modules().byName().get(module).scale();
            changes.put(module + ".weight", new LoraDelta(in, out, (float) scale));
          }
        });
    return changes;
  }

  /**
   * Writes a PEFT directory.
   *
   * @param adapter a PEFT directory
   * @param base the model directory that it goes over
   * @param name the base as PEFT is told it: {@code Owner/Name}, or a place
   * @param revision the commit of the base, where it is one on the hub
   * @param wanted type of the weights; empty for the one that the adapter is stored in
   * @param to a directory; made where it is not there
   * @return the type of the weights
   */
  public static WeightType adapter(
      Path adapter,
      Path base,
      String name,
      Optional<String> revision,
      Optional<WeightType> wanted,
      Path to)
      throws IOException {
    AdapterSpec spec = AdapterSpec.read(adapter);
    Safetensors files = Adapter.open(ModelSpec.read(base), spec, adapter, base).tensors();
    WeightType stored = WeightType.of(files.entries().values().iterator().next());
    Export export = new Export(wanted.orElse(stored));
    files.entries().forEach((tensor, entry) -> export.add(tensor, entry, Optional.empty()));
    ObjectNode json = (ObjectNode) Json.read(adapter.resolve(AdapterSpec.FILE));
    json.put("base_model_name_or_path", name);
    json.put("revision", revision.orElse(null));
    Files.createDirectories(to);
    SafetensorsWriter.beside(to.resolve(AdapterSpec.FILE), Json.bytes(json));
    ModelConfigFiles.copyTemplate(adapter, to);
    export.writer.write(to.resolve(Adapter.WEIGHTS));
    return export.type;
  }

  private void add(String name, Safetensors.Entry entry, Optional<LoraDelta> change) {
    long[] shape = entry.shape();
    int rows = Math.toIntExact(shape[0]);
    int columns = shape.length == 1 ? 1 : Math.toIntExact(shape[1]);
    int step = Math.max(1, PIECE / columns);
    writer.addPieces(
        name,
        type.file(),
        shape,
        () -> {
          ByteBuffer from = entry.bytes();
          return IntStream.iterate(0, first -> first < rows, first -> first + step)
              .mapToObj(
                  first -> {
                    float[] piece = new float[Math.min(step, rows - first) * columns];
                    TensorTypes.read(from, entry.type(), first * columns, piece);
                    change.ifPresent(c -> c.addTo(piece, first));
                    return rounded(piece, name, entry.file());
                  });
        });
  }

  private ByteBuffer rounded(float[] values, String name, Path file) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * type.width()).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      if (!type.holds(value)) {
        throw Float.isFinite(value)
            ? new CheckpointException(
                String.format(
                    Locale.ROOT,
                    "%s: tensor %s holds %s, which %s cannot; choose another --dtype",
                    file,
                    name,
                    value,
                    type))
            : CheckpointException.notFinite(file, name);
      }
      type.put(bytes, value);
    }
    return bytes.flip();
  }
}
