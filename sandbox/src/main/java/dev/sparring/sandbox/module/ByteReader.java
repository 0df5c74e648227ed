package dev.sparring.sandbox.module;

import java.util.Arrays;

/** Reads the encodings of the WebAssembly binary format out of bytes. */
final class ByteReader {
  private final byte[] bytes;
  private final int end;
  private int position;

  ByteReader(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  ByteReader(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.position = start;
    this.end = end;
  }

  int position() {
    return position;
  }

  boolean more() {
    return position < end;
  }

  /** One unsigned byte. */
  int u8() {
    if (position >= end) {
      throw new ModuleException("the module ends in the middle of something");
    }
    return bytes[position++] & 0xFF;
  }

  /** An unsigned LEB128 of up to 32 bits; lengths and indices above 2^31 are refused. */
  int u32() {
    long value = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      int next = u8();
      value |= (long) (next & 0x7F) << shift;
      if (next < 0x80) {
        if (value > Integer.MAX_VALUE) {
          throw new ModuleException("the module holds an index above 2^31");
        }
        return (int) value;
      }
    }
    throw new ModuleException("the module holds a number longer than 32 bits");
  }

  /** A signed LEB128 of up to 32 bits. */
  int s32() {
    long value = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      int next = u8();
      value |= (long) (next & 0x7F) << shift;
      if (next < 0x80) {
        int unused = 64 - shift - 7;
        return (int) (value << unused >> unused);
      }
    }
    throw new ModuleException("the module holds a number longer than 32 bits");
  }

  /** Passes over a LEB128 of any sign and of up to 64 bits. */
  void skipLeb() {
    for (int i = 0; i < 10; i++) {
      if (u8() < 0x80) {
        return;
      }
    }
    throw new ModuleException("the module holds a number longer than 64 bits");
  }

  void skip(int count) {
    if (count < 0 || count > end - position) {
      throw new ModuleException("the module ends in the middle of something");
    }
    position += count;
  }

  byte[] bytes(int count) {
    int start = position;
    skip(count);
    return Arrays.copyOfRange(bytes, start, position);
  }
}
