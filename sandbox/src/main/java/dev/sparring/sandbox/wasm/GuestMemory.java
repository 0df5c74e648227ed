package dev.sparring.sandbox.wasm;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.wasm.types.DataSegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The memory of a guest in one array. It notes which blocks of 4 KB were written, so that a reset
 * copies these back from the image and no others.
 *
 * <p>The array is longer than the guest's memory by up to {@value #HEADROOM} bytes, which it can
 * read and write without a trap: they are its own, begin as zero, and are reset with the rest. Its
 * length follows from the calls of {@code grow} alone, so that a run repeats itself.
 */
final class GuestMemory implements Memory {
  private static final int BLOCK_BITS = 12;
  private static final int HEADROOM = 16 << 20;
  private static final VarHandle SHORTS = view(short[].class);
  private static final VarHandle INTS = view(int[].class);
  private static final VarHandle LONGS = view(long[].class);

  private final byte[] image;
  private final int maximumPages;
  private byte[] bytes;
  private byte[] written;
  private int pages;
  private boolean refused;

  /**
   * @param image what the memory holds after each reset: whole pages
   * @param maximumPages pages of 64 KB that it may grow to
   */
  GuestMemory(byte[] image, int maximumPages) {
    this.image = image;
    this.maximumPages = maximumPages;
    allocate();
  }

  private static VarHandle view(Class<?> array) {
    return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
  }

  private void allocate() {
    bytes = Arrays.copyOf(image, image.length + HEADROOM);
    written = new byte[(bytes.length >>> BLOCK_BITS) + 1];
    pages = image.length / PAGE_SIZE;
  }

  /** Makes everything as the image has it. */
  void reset() {
    refused = false;
    if (bytes.length != image.length + HEADROOM) {
      allocate();
      return;
    }
    for (int block = 0; block < written.length; block++) {
      if (written[block] != 0) {
        written[block] = 0;
        restore(block << BLOCK_BITS);
      }
    }
    pages = image.length / PAGE_SIZE;
  }

  private void restore(int start) {
    int end = Math.min(start + (1 << BLOCK_BITS), bytes.length);
    if (start < image.length) {
      System.arraycopy(image, start, bytes, start, Math.min(end, image.length) - start);
    } else if (start < end) {
      Arrays.fill(bytes, start, end, (byte) 0);
    }
  }

  /** Whether the guest wanted more memory than it may have since the last reset. */
  boolean refused() {
    return refused;
  }

  /** A copy of all that the guest has. */
  byte[] copy() {
    return Arrays.copyOf(bytes, pages * PAGE_SIZE);
  }

  @Override
  public int pages() {
    return pages;
  }

  @Override
  public int grow(int more) {
    int before = pages;
    if (more < 0 || more > maximumPages - pages) {
      refused = true;
      return -1;
    }
    pages += more;
    int size = pages * PAGE_SIZE;
    if (size > bytes.length) {
      int longest = Math.max(maximumPages * PAGE_SIZE, image.length + HEADROOM);
      int length = (int) Math.min(longest, Math.max((long) size + HEADROOM, bytes.length * 3L / 2));
      bytes = Arrays.copyOf(bytes, length);
      written = Arrays.copyOf(written, (length >>> BLOCK_BITS) + 1);
    }
    return before;
  }

  @Override
  public int initialPages() {
    return image.length / PAGE_SIZE;
  }

  @Override
  public int maximumPages() {
    return maximumPages;
  }

  @Override
  public void initialize(Instance instance, DataSegment[] segments) {
    if (segments != null && segments.length > 0) {
      throw unused();
    }
  }

  @Override
  public void write(int address, byte[] data, int offset, int size) {
    if (size > 0) {
      System.arraycopy(data, offset, bytes, address, size);
      noteBlocks(address, size);
    }
  }

  private void noteBlocks(int address, int size) {
    Arrays.fill(written, address >>> BLOCK_BITS, (address + size - 1 >>> BLOCK_BITS) + 1, (byte) 1);
  }

  @Override
  public byte read(int address) {
    return bytes[address];
  }

  @Override
  public byte[] readBytes(int address, int size) {
    if (address < 0 || size < 0 || size > bytes.length - address) {
      throw new IndexOutOfBoundsException(address);
    }
    return Arrays.copyOfRange(bytes, address, address + size);
  }

  @Override
  public void writeByte(int address, byte value) {
    bytes[address] = value;
    written[address >>> BLOCK_BITS] = 1;
  }

  @Override
  public void writeShort(int address, short value) {
    SHORTS.set(bytes, address, value);
    written[address >>> BLOCK_BITS] = 1;
    written[address + 1 >>> BLOCK_BITS] = 1;
  }

  @Override
  public void writeI32(int address, int value) {
    INTS.set(bytes, address, value);
    written[address >>> BLOCK_BITS] = 1;
    written[address + 3 >>> BLOCK_BITS] = 1;
  }

  @Override
  public void writeLong(int address, long value) {
    LONGS.set(bytes, address, value);
    written[address >>> BLOCK_BITS] = 1;
    written[address + 7 >>> BLOCK_BITS] = 1;
  }

  @Override
  public void writeF32(int address, float value) {
    writeI32(address, Float.floatToRawIntBits(value));
  }

  @Override
  public void writeF64(int address, double value) {
    writeLong(address, Double.doubleToRawLongBits(value));
  }

  @Override
  public int readInt(int address) {
    return (int) INTS.get(bytes, address);
  }

  @Override
  public long readLong(int address) {
    return (long) LONGS.get(bytes, address);
  }

  @Override
  public short readShort(int address) {
    return (short) SHORTS.get(bytes, address);
  }

  @Override
  public long readU16(int address) {
    return readShort(address) & 0xFFFF;
  }

  @Override
  public long readF32(int address) {
    return readInt(address);
  }

  @Override
  public float readFloat(int address) {
    return Float.intBitsToFloat(readInt(address));
  }

  @Override
  public double readDouble(int address) {
    return Double.longBitsToDouble(readLong(address));
  }

  @Override
  public long readF64(int address) {
    return readLong(address);
  }

  /** Called when an instance is made: it begins with the image. */
  @Override
  public void zero() {
    reset();
  }

  @Override
  public void fill(byte value, int start, int end) {
    throw unused();
  }

  @Override
  public void initPassiveSegment(int segment, int destination, int offset, int size) {
    throw unused();
  }

  @Override
  public void drop(int segment) {
    throw unused();
  }

  @Override
  public boolean shared() {
    return false;
  }

  @Override
  public Object lock(int address) {
    throw unused();
  }

  @Override
  public int waitOn(int address, int expected, long timeout) {
    throw unused();
  }

  @Override
  public int waitOn(int address, long expected, long timeout) {
    throw unused();
  }

  @Override
  public int notify(int address, int count) {
    throw unused();
  }

  private static UnsupportedOperationException unused() {
    return new UnsupportedOperationException("a metered module has no such instruction");
  }
}
