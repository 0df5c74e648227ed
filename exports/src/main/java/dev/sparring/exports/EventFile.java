package dev.sparring.exports;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32C;

/**
 * An event file of TensorBoard: a sequence of TFRecords, each an {@code Event} of {@code
 * tensorboard/compat/proto/event.proto}, whose field numbers stand below. A record is its length
 * (uint64, little-endian), the masked CRC-32C of these eight bytes, its bytes, and the masked
 * CRC-32C of those ({@code tensorflow/core/lib/io/record_writer.h}).
 */
final class EventFile implements AutoCloseable {
  private static final int DT_STRING = 7;
  private static final int SESSION_START = 1;

  private final OutputStream out;

  private EventFile(OutputStream out) {
    this.out = out;
  }

  /** Writes fields of a message. */
  private interface Fields {
    void write(CodedOutputStream out) throws IOException;
  }

  /**
   * Begins a new file. TensorBoard reads the files of a folder in the order of their names, so the
   * name begins with the time and a number.
   */
  static EventFile create(Path folder, long millis) throws IOException {
    Files.createDirectories(folder);
    int number = 0;
    Path path;
    do {
      String name =
          String.format(
              Locale.ROOT, "events.out.tfevents.%010d.%03d.sparring", millis / 1000, number++);
      path = folder.resolve(name);
    } while (Files.exists(path));
    EventFile file = new EventFile(Files.newOutputStream(path, StandardOpenOption.CREATE_NEW));
    file.event(millis, 0, event -> event.writeString(3, "brain.Event:2"));
    return file;
  }

  /**
   * What follows begins with this step: TensorBoard forgets what it has of it and of later ones.
   */
  void begin(long millis, int step) throws IOException {
    byte[] session = message(log -> log.writeEnum(1, SESSION_START));
    event(millis, step, event -> event.writeByteArray(7, session));
  }

  /** Adds values of one step. */
  void write(long millis, int step, List<byte[]> values) throws IOException {
    byte[] summary =
        message(
            out -> {
              for (byte[] value : values) {
                out.writeByteArray(1, value);
              }
            });
    event(millis, step, event -> event.writeByteArray(5, summary));
  }

  /** A number. */
  static byte[] scalar(String tag, double value) {
    return message(
        out -> {
          out.writeString(1, tag);
          out.writeFloat(2, (float) value);
        });
  }

  /** A distribution. */
  static byte[] histogram(String tag, Buckets buckets) {
    byte[] histogram =
        message(
            out -> {
              out.writeDouble(1, buckets.min());
              out.writeDouble(2, buckets.max());
              out.writeDouble(3, buckets.num());
              out.writeDouble(4, buckets.sum());
              out.writeDouble(5, buckets.sumSquares());
              packed(out, 6, buckets.limits());
              packed(out, 7, buckets.counts());
            });
    return message(
        out -> {
          out.writeString(1, tag);
          out.writeByteArray(5, histogram);
        });
  }

  /** A text, which TensorBoard shows as Markdown. */
  static byte[] text(String tag, String markdown) {
    byte[] dimension = message(out -> out.writeInt64(1, 1));
    byte[] shape = message(out -> out.writeByteArray(2, dimension));
    byte[] tensor =
        message(
            out -> {
              out.writeEnum(1, DT_STRING);
              out.writeByteArray(2, shape);
              out.writeByteArray(8, markdown.getBytes(StandardCharsets.UTF_8));
            });
    byte[] plugin = message(out -> out.writeString(1, "text"));
    byte[] metadata = message(out -> out.writeByteArray(1, plugin));
    return message(
        out -> {
          out.writeString(1, tag);
          out.writeByteArray(8, tensor);
          out.writeByteArray(9, metadata);
        });
  }

  private static void packed(CodedOutputStream out, int field, double[] values) throws IOException {
    byte[] bytes =
        message(
            packed -> {
              for (double value : values) {
                packed.writeDoubleNoTag(value);
              }
            });
    out.writeByteArray(field, bytes);
  }

  private void event(long millis, int step, Fields what) throws IOException {
    record(
        message(
            event -> {
              event.writeDouble(1, millis / 1e3);
              event.writeInt64(2, step);
              what.write(event);
            }));
    out.flush();
  }

  private static byte[] message(Fields fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      fields.write(out);
      out.flush();
    } catch (IOException e) {
      throw new IllegalStateException("memory can't be written", e);
    }
    return bytes.toByteArray();
  }

  private void record(byte[] event) throws IOException {
    ByteBuffer record =
        ByteBuffer.allocate(8 + 4 + event.length + 4).order(ByteOrder.LITTLE_ENDIAN);
    record.putLong(event.length);
    record.putInt(maskedCrc(record.array(), 0, 8));
    record.put(event);
    record.putInt(maskedCrc(event, 0, event.length));
    out.write(record.array());
  }

  /** The sum, rotated right by 15 bits and shifted, as records with sums in them need it. */
  static int maskedCrc(byte[] bytes, int from, int length) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, from, length);
    int crc = (int) sum.getValue();
    return ((crc >>> 15) | (crc << 17)) + 0xa282ead8;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
