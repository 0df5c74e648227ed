package dev.sparring.policy.checkpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Writes one safetensors file: add tensors, then write them in that order. */
public final class SafetensorsWriter {
  private final ObjectNode header = Json.MAPPER.createObjectNode();
  private final List<Supplier<Stream<ByteBuffer>>> parts = new ArrayList<>();
  private long at;

  /** A writer of a file as PyTorch's tools expect it. */
  public SafetensorsWriter() {
    header.putObject("__metadata__").put("format", "pt");
  }

  /**
   * Adds a tensor.
   *
   * @param type {@code F32}, {@code BF16}, …
   * @param bytes gives its elements in native order when their turn comes
   */
  public void add(String name, String type, long[] shape, Supplier<ByteBuffer> bytes) {
    addPieces(name, type, shape, () -> Stream.of(bytes.get()));
  }

  /**
   * Adds a tensor that is never whole in memory.
   *
   * @param pieces gives its elements, piece by piece, when their turn comes
   */
  void addPieces(String name, String type, long[] shape, Supplier<Stream<ByteBuffer>> pieces) {
    long size = Safetensors.width(type);
    ObjectNode entry = header.putObject(name);
    entry.put("dtype", type);
    for (long dimension : shape) {
      size *= dimension;
    }
    entry.set("shape", Json.MAPPER.valueToTree(shape));
    entry.putArray("data_offsets").add(at).add(at + size);
    at += size;
    parts.add(pieces);
  }

  /** Writes the file and waits until the disk has it. */
  public void write(Path file) throws IOException {
    byte[] text = header.toString().getBytes(StandardCharsets.UTF_8);
    int padded = (text.length + 7) / 8 * 8;
    ByteBuffer head = ByteBuffer.allocate(8 + padded).order(ByteOrder.LITTLE_ENDIAN);
    head.putLong(padded).put(text);
    while (head.hasRemaining()) {
      head.put((byte) ' ');
    }
    try (FileChannel channel = open(file)) {
      write(channel, head.flip());
      for (Supplier<Stream<ByteBuffer>> part : parts) {
        for (ByteBuffer piece : (Iterable<ByteBuffer>) part.get()::iterator) {
          write(channel, piece);
        }
      }
      channel.force(true);
    }
  }

  /** Writes a small file beside the tensors and waits until the disk has it. */
  public static void beside(Path file, byte[] bytes) throws IOException {
    try (FileChannel channel = open(file)) {
      write(channel, ByteBuffer.wrap(bytes));
      channel.force(true);
    }
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file,
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE);
  }

  private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
