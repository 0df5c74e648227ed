package dev.sparring.cluster;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * A file on its way between hosts: chunks, each with its length, its CRC-32C and at most {@value
 * #CHUNK} bytes, and at the end a chunk of length 0 with the length of the whole file.
 */
final class ChunkStream {
  static final int CHUNK = 1 << 18;
  private static final int HEADER = Integer.BYTES + Integer.BYTES;
  private static final int END = Integer.BYTES + Long.BYTES;

  private ChunkStream() {}

  /** What is sent for a file. Closing it closes the file. */
  static InputStream of(InputStream file) {
    return new InputStream() {
      private final byte[] chunk = new byte[CHUNK];
      private ByteBuffer ready = ByteBuffer.allocate(0);
      private long total;
      private boolean ended;

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] into, int from, int length) throws IOException {
        if (!ready.hasRemaining() && !fill()) {
          return -1;
        }
        int n = Math.min(length, ready.remaining());
        ready.get(into, from, n);
        return n;
      }

      private boolean fill() throws IOException {
        if (ended) {
          return false;
        }
        int n = file.readNBytes(chunk, 0, CHUNK);
        total += n;
        ended = n == 0;
        ready =
            ended
                ? ByteBuffer.allocate(END).putInt(0).putLong(total)
                : ByteBuffer.allocate(HEADER + n).putInt(n).putInt(crc(chunk, n)).put(chunk, 0, n);
        ready.flip();
        return true;
      }

      @Override
      public void close() throws IOException {
        file.close();
      }
    };
  }

  /**
   * Receives a file.
   *
   * @param most bytes that it may have
   * @return its length
   * @throws IOException when it is cut off, damaged or too long
   */
  static long receive(InputStream from, OutputStream to, long most) throws IOException {
    DataInputStream in = new DataInputStream(from);
    byte[] chunk = new byte[CHUNK];
    long total = 0;
    for (int n = in.readInt(); n != 0; n = in.readInt()) {
      if (n < 0 || n > CHUNK) {
        throw new IOException("a chunk of " + n + " bytes; at most " + CHUNK + " are allowed");
      }
      if (total + n > most) {
        throw new IOException("a file of more than " + most + " bytes");
      }
      int crc = in.readInt();
      in.readFully(chunk, 0, n);
      if (crc != crc(chunk, n)) {
        throw new IOException("a chunk was damaged on its way");
      }
      to.write(chunk, 0, n);
      total += n;
    }
    if (in.readLong() != total) {
      throw new IOException("a file was cut off on its way");
    }
    return total;
  }

  private static int crc(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
