package dev.sparring.cli;

import java.io.IOException;
import java.io.Reader;
import java.util.Optional;

/** Reads lines of unknown length up to a bound. */
final class BoundedLine {
  private static final int BYTE_ORDER_MARK = 0xFEFF;

  private BoundedLine() {}

  /**
   * The next line without its end and without a byte order mark before it; empty at the end of the
   * input. Of a line that is too long, the beginning alone is kept: one character more than may be.
   *
   * @param in buffered
   * @param most characters
   */
  static Optional<String> read(Reader in, int most) throws IOException {
    int c = in.read();
    if (c < 0) {
      return Optional.empty();
    }
    StringBuilder line = new StringBuilder();
    if (c == BYTE_ORDER_MARK) {
      c = in.read();
    }
    for (; c >= 0 && c != '\n'; c = in.read()) {
      if (line.length() <= most) {
        line.append((char) c);
      }
    }
    int last = line.length() - 1;
    if (last >= 0 && line.charAt(last) == '\r') {
      line.setLength(last);
    }
    return Optional.of(line.toString());
  }
}
