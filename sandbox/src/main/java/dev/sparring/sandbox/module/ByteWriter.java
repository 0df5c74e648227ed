package dev.sparring.sandbox.module;

import java.util.Arrays;

/** Writes the encodings of the WebAssembly binary format. */
final class ByteWriter {
  private byte[] bytes = new byte[256];
  private int size;

  ByteWriter u8(int value) {
    room(1);
    bytes[size++] = (byte) value;
    return this;
  }

  ByteWriter u32(int value) {
    int rest = value;
    while (rest >>> 7 != 0) {
      u8(rest & 0x7F | 0x80);
      rest >>>= 7;
    }
    return u8(rest);
  }

  /** A signed LEB128. */
  ByteWriter s64(long value) {
    long rest = value;
    while (rest < -64 || rest >= 64) {
      u8((int) (rest & 0x7F) | 0x80);
      rest >>= 7;
    }
    return u8((int) rest & 0x7F);
  }

  ByteWriter bytes(byte[] from) {
    return bytes(from, 0, from.length);
  }

  ByteWriter bytes(byte[] from, int start, int end) {
    room(end - start);
    System.arraycopy(from, start, bytes, size, end - start);
    size += end - start;
    return this;
  }

  /** The bytes with their number before them. */
  ByteWriter sized(byte[] from) {
    return u32(from.length).bytes(from);
  }

  byte[] toArray() {
    return Arrays.copyOf(bytes, size);
  }

  private void room(int count) {
    if (bytes.length - size < count) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + count));
    }
  }
}
