package dev.sparring.dashboard.run;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Splits a stream into lines of which only a bounded beginning is kept. */
final class LineScanner {
  private final InputStream in;
  private final int longest;
  private final byte[] buffer = new byte[1 << 16];
  private int at;
  private int end;
  private byte[] line = new byte[1 << 12];
  private int kept;
  private long length;
  private boolean ended;

  /**
   * @param longest bytes of a line that are kept
   */
  LineScanner(InputStream in, int longest) {
    this.in = in;
    this.longest = longest;
  }

  /** Goes on to the next line; false when there is none. */
  boolean next() throws IOException {
    kept = 0;
    length = 0;
    ended = false;
    while (at < end || fill()) {
      int from = at;
      while (at < end && buffer[at] != '\n') {
        at++;
      }
      keep(from, at - from);
      if (at < end) {
        at++;
        ended = true;
        return true;
      }
    }
    return length > 0;
  }

  private boolean fill() throws IOException {
    at = 0;
    end = in.read(buffer);
    if (end < 0) {
      end = 0;
    }
    return end > 0;
  }

  private void keep(int from, int count) {
    int taken = Math.min(count, longest - kept);
    if (kept + taken > line.length) {
      line = Arrays.copyOf(line, Math.min(longest, Math.max(kept + taken, 2 * line.length)));
    }
    System.arraycopy(buffer, from, line, kept, taken);
    kept += taken;
    length += count;
  }

  /** The line's bytes, or its beginning; the array is used again for the next line. */
  byte[] bytes() {
    return line;
  }

  /** How many of {@link #bytes} belong to the line. */
  int kept() {
    return kept;
  }

  /** Bytes of the whole line, its end aside. */
  long length() {
    return length;
  }

  /** Whether the line was longer than what is kept. */
  boolean cut() {
    return length > kept;
  }

  /** Whether the line has its end, which the last one of a file that is being written may lack. */
  boolean ended() {
    return ended;
  }
}
