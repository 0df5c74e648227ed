package dev.sparring.policy.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * The tensors of a directory: {@code model.safetensors}, or the shards of {@code
 * model.safetensors.index.json}. Headers are read and checked at once; bytes are mapped when they
 * are asked for.
 *
 * <p>A file is eight bytes of header length, a JSON header, and raw little-endian data.
 */
public final class Safetensors {
  /** The file of a model whose weights are in one. */
  static final String FILE = "model.safetensors";

  private static final long LONGEST_HEADER = 100_000_000;

  /** Bytes; below it a collection costs more than it gives back. */
  private static final long LARGE = 1L << 27;

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
    Path single = directory.resolve(FILE);
    Path index = directory.resolve("model.safetensors.index.json");
    if (Files.isRegularFile(single)) {
      all.add(single);
    } else if (Files.isRegularFile(index)) {
      TreeSet<String> shards = new TreeSet<>();
      Json.read(index).path("weight_map").forEach(name -> shards.add(name.asText()));
      if (shards.isEmpty()) {
        throw new CheckpointException(index + " names no shards (weight_map)");
      }
      for (String shard : shards) {
        if (!Path.of(shard).equals(Path.of(shard).getFileName())) {
          throw new CheckpointException(index + " names a shard outside its directory: " + shard);
        }
        if (!Files.isRegularFile(directory.resolve(shard))) {
          throw new CheckpointException(
              directory + " lacks the shard " + shard + " that " + index.getFileName() + " names");
        }
        all.add(directory.resolve(shard));
      }
    } else {
      throw new CheckpointException(directory + " has no " + FILE);
    }
    return all;
  }

  /** Reads the header of one file. */
  public static Safetensors file(Path file) {
    Safetensors one = new Safetensors();
    one.add(file);
    return one;
  }

  /**
   * The same tensors under other names.
   *
   * @throws CheckpointException when two get the same
   */
  Safetensors renamed(UnaryOperator<String> names) {
    Safetensors other = new Safetensors();
    entries.forEach(
        (name, entry) -> {
          if (other.entries.put(names.apply(name), entry) != null) {
            throw new CheckpointException(
                entry.file() + " holds the tensor " + names.apply(name) + " under two names");
          }
        });
    return other;
  }

  private void add(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      long header = size < 8 ? -1 : read(channel, 0, 8).getLong();
      if (header < 2 || header > LONGEST_HEADER || header > size - 8) {
        throw new CheckpointException(file + " is truncated or no safetensors file");
      }
      byte[] text = read(channel, 8, (int) header).array();
      JsonNode json = Json.MAPPER.readTree(new String(text, StandardCharsets.UTF_8));
      if (!json.isObject()) {
        throw new CheckpointException(file + " has a damaged header: it is no JSON object");
      }
      List<Entry> found = new ArrayList<>();
      for (Map.Entry<String, JsonNode> field : json.properties()) {
        if (!field.getKey().equals("__metadata__")) {
          Entry entry =
              new SafetensorsHeader(file, 8 + header, size).entry(field.getKey(), field.getValue());
          entries.put(field.getKey(), entry);
          found.add(entry);
        }
      }
      requireNoGap(file, found, 8 + header, size);
    } catch (JsonProcessingException e) {
      throw new CheckpointException(file + " has a damaged header: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new CheckpointException("can't read " + file + ": " + e.getMessage(), e);
    }
  }

  private static ByteBuffer read(FileChannel channel, long from, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) > 0) {}
    return bytes.flip();
  }

  /** The format wants every byte to belong to one tensor; a damaged offset shows here. */
  private static void requireNoGap(Path file, List<Entry> entries, long data, long size) {
    entries.sort(Comparator.comparingLong(Entry::from).thenComparingLong(Entry::to));
    long at = data;
    for (Entry entry : entries) {
      if (entry.from() != at) {
        throw new CheckpointException(
            file + " has a damaged header: its tensors overlap or leave a gap at byte " + at);
      }
      at = entry.to();
    }
    if (at != size) {
      throw new CheckpointException(
          file + " has a damaged header: its tensors end at byte " + at + ", the file at " + size);
    }
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

  /**
   * Gives back what was mapped, once it has been read. Java unmaps what it collects, and a program
   * whose numbers are not Java's seldom collects: a gigabyte of file would stay resident.
   */
  void unmap() {
    long mapped = entries.values().stream().mapToLong(e -> e.to() - e.from()).sum();
    if (mapped > LARGE) {
      System.gc();
    }
  }

  /** The tensors by name, in file order. */
  public Map<String, Entry> entries() {
    return entries;
  }

  /** A tensor of any type, which must be there and have this shape. */
  public Entry find(Path directory, String name, long... shape) {
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

  /** A tensor of weights, which must be there and have this shape. */
  public Entry require(Path directory, String name, long... shape) {
    Entry entry = find(directory, name, shape);
    if (WeightType.in(entry).isEmpty()) {
      throw new CheckpointException(
          entry.file()
              + ": tensor "
              + name
              + " has the type "
              + entry.type()
              + "; supported: "
              + WeightType.files());
    }
    return entry;
  }
}
