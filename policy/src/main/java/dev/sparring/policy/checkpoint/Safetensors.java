package dev.sparring.policy.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * The tensors of a directory: {@code model.safetensors}, or the shards of {@code
 * model.safetensors.index.json}. Headers are read and checked at once; bytes are mapped when they
 * are asked for.
 *
 * <p>A file is eight bytes of header length, a JSON header, and raw little-endian data.
 */
public final class Safetensors {
  private static final long LONGEST_HEADER = 100_000_000;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  /**
   * Where a tensor lies.
   *
   * @param type {@code F32}, {@code BF16}, {@code F16}, …
   */
  public record Entry(Path file, String type, long[] shape, long from, long to) {
    /** Maps the tensor's bytes, little-endian. */
    public ByteBuffer bytes() {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        return channel
            .map(FileChannel.MapMode.READ_ONLY, from, to - from)
            .order(ByteOrder.LITTLE_ENDIAN);
      } catch (IOException e) {
        throw new CheckpointException("can't read " + file + ": " + e.getMessage(), e);
      }
    }
  }

  private Safetensors() {}

  /** Reads the headers of a model directory. */
  public static Safetensors open(Path directory) {
    Safetensors all = new Safetensors();
    Path single = directory.resolve("model.safetensors");
    Path index = directory.resolve("model.safetensors.index.json");
    if (Files.isRegularFile(single)) {
      all.add(single);
    } else if (Files.isRegularFile(index)) {
      TreeSet<String> shards = new TreeSet<>();
      Json.read(index).path("weight_map").forEach(name -> shards.add(name.asText()));
      for (String shard : shards) {
        if (!Files.isRegularFile(directory.resolve(shard))) {
          throw new CheckpointException(
              directory + " lacks the shard " + shard + " that " + index.getFileName() + " names");
        }
        all.add(directory.resolve(shard));
      }
    } else {
      throw new CheckpointException(directory + " has no model.safetensors");
    }
    return all;
  }

  /** Reads the header of one file. */
  public static Safetensors file(Path file) {
    Safetensors one = new Safetensors();
    one.add(file);
    return one;
  }

  private void add(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
      channel.read(length, 0);
      long header = length.position() < 8 ? -1 : length.getLong(0);
      if (header < 2 || header > LONGEST_HEADER || header > size - 8) {
        throw new CheckpointException(file + " is truncated or no safetensors file");
      }
      ByteBuffer text = ByteBuffer.allocate((int) header);
      channel.read(text, 8);
      JsonNode json = Json.MAPPER.readTree(new String(text.array(), StandardCharsets.UTF_8));
      for (Map.Entry<String, JsonNode> field : json.properties()) {
        if (!field.getKey().equals("__metadata__")) {
          entries.put(
              field.getKey(), entry(file, field.getKey(), field.getValue(), 8 + header, size));
        }
      }
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new CheckpointException(file + " has a damaged header: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new CheckpointException("can't read " + file + ": " + e.getMessage(), e);
    }
  }

  private static Entry entry(Path file, String name, JsonNode json, long data, long size) {
    long[] shape = new long[json.path("shape").size()];
    long elements = 1;
    for (int i = 0; i < shape.length; i++) {
      shape[i] = json.path("shape").path(i).asLong();
      elements *= shape[i];
    }
    long from = data + json.path("data_offsets").path(0).asLong();
    long to = data + json.path("data_offsets").path(1).asLong();
    String type = json.path("dtype").asText();
    if (to > size) {
      throw new CheckpointException(
          file + " is truncated: tensor " + name + " ends at byte " + to + ", the file at " + size);
    }
    if (from > to || elements * width(type) != to - from) {
      throw new CheckpointException(
          file
              + ": tensor "
              + name
              + " "
              + type
              + Arrays.toString(shape)
              + " does not fit its "
              + (to - from)
              + " bytes");
    }
    return new Entry(file, type, shape, from, to);
  }

  /** Bytes an element. */
  static int width(String type) {
    return switch (type) {
      case "F64", "I64", "U64" -> 8;
      case "F32", "I32", "U32" -> 4;
      case "F16", "BF16", "I16", "U16" -> 2;
      default -> 1;
    };
  }

  /** The tensors by name, in file order. */
  public Map<String, Entry> entries() {
    return entries;
  }

  /** One tensor, which must be there and have this shape. */
  public Entry require(Path directory, String name, long... shape) {
    Entry entry = entries.get(name);
    if (entry == null) {
      throw new CheckpointException(directory + " lacks the tensor " + name);
    }
    if (!Arrays.equals(entry.shape(), shape)) {
      throw new CheckpointException(
          entry.file()
              + ": tensor "
              + name
              + " has the shape "
              + Arrays.toString(entry.shape())
              + "; config.json says "
              + Arrays.toString(shape));
    }
    return entry;
  }
}
