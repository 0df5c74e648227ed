package dev.sparring.exports;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/** Fields of a message by number, read without its description. */
record Protobuf(Map<Integer, List<Object>> fields) {
  static Protobuf of(byte[] bytes) throws IOException {
    Map<Integer, List<Object>> fields = new TreeMap<>();
    CodedInputStream in = CodedInputStream.newInstance(bytes);
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      Object value =
          switch (WireFormat.getTagWireType(tag)) {
            case WireFormat.WIRETYPE_VARINT -> in.readInt64();
            case WireFormat.WIRETYPE_FIXED64 -> in.readFixed64();
            case WireFormat.WIRETYPE_FIXED32 -> Float.intBitsToFloat(in.readFixed32());
            default -> in.readByteArray();
          };
      fields
          .computeIfAbsent(WireFormat.getTagFieldNumber(tag), any -> new ArrayList<>())
          .add(value);
    }
    return new Protobuf(fields);
  }

  /** The events of a file of TFRecords, whose sums are checked. */
  static List<Protobuf> events(byte[] file) throws IOException {
    List<Protobuf> events = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    while (in.hasRemaining()) {
      byte[] length = new byte[8];
      in.get(length);
      requireSum(length, in.getInt());
      byte[] event =
          new byte[(int) ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong()];
      in.get(event);
      requireSum(event, in.getInt());
      events.add(of(event));
    }
    return events;
  }

  private static void requireSum(byte[] bytes, int masked) {
    int rotated = masked - 0xa282ead8;
    CRC32C sum = new CRC32C();
    sum.update(bytes);
    if (Integer.rotateLeft(rotated, 15) != (int) sum.getValue()) {
      throw new AssertionError("a record's sum is wrong");
    }
  }

  boolean has(int field) {
    return fields.containsKey(field);
  }

  Object one(int field) {
    return fields.get(field).get(0);
  }

  String text(int field) {
    return new String((byte[]) one(field), StandardCharsets.UTF_8);
  }

  double number(int field) {
    return Double.longBitsToDouble((Long) one(field));
  }

  double[] numbers(int field) {
    ByteBuffer packed = ByteBuffer.wrap((byte[]) one(field)).order(ByteOrder.LITTLE_ENDIAN);
    double[] numbers = new double[packed.remaining() / 8];
    packed.asDoubleBuffer().get(numbers);
    return numbers;
  }

  List<Protobuf> all(int field) throws IOException {
    List<Protobuf> messages = new ArrayList<>();
    for (Object bytes : fields.getOrDefault(field, List.of())) {
      messages.add(of((byte[]) bytes));
    }
    return messages;
  }

  Protobuf message(int field) throws IOException {
    return of((byte[]) one(field));
  }
}
