package dev.sparring.dashboard.run;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Follows {@code metrics.jsonl}: reads what was added since the last time and remembers where each
 * line begins, so that any range of rounds can be read again without reading the rest. A run that
 * is resumed writes the file anew; it is then read from its beginning.
 */
public final class MetricsFile {
  private static final int LONGEST_LINE = 1 << 20;
  private final Path file;
  private Object identity;
  private long end;
  private long[] offsets = new long[64];
  private int[] steps = new int[64];
  private int count;

  public MetricsFile(Path file) {
    this.file = file;
  }

  /** Gets what is new, in order. */
  public interface Reader {
    /** All that was read before is void: the file was written anew. */
    void restart();

    /** The next round. */
    void row(MetricsRow row);
  }

  /**
   * Reads what was added. A last line without its end is left for the next time.
   *
   * @return whether there was anything new
   */
  public boolean poll(Reader reader) throws IOException {
    BasicFileAttributes now = attributes();
    long size = now == null ? 0 : now.size();
    Object identityNow = now == null ? null : now.fileKey();
    boolean anew = size < end || (end > 0 && !Objects.equals(identity, identityNow));
    if (anew) {
      end = 0;
      count = 0;
      reader.restart();
    }
    identity = identityNow;
    return (size > end && read(reader)) || anew;
  }

  private BasicFileAttributes attributes() throws IOException {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private boolean read(Reader reader) throws IOException {
    long from = end;
    try (InputStream in = open(from)) {
      LineScanner lines = new LineScanner(in, LONGEST_LINE);
      while (lines.next() && lines.ended()) {
        long begins = end;
        end += lines.length() + 1;
        parse(lines).filter(row -> row.step() > last()).ifPresent(row -> add(row, begins, reader));
      }
    }
    return end > from;
  }

  private InputStream open(long from) throws IOException {
    FileChannel channel = FileChannel.open(file);
    return new BufferedInputStream(Channels.newInputStream(channel.position(from)), 1 << 16);
  }

  private static Optional<MetricsRow> parse(LineScanner lines) {
    return lines.cut() ? Optional.empty() : MetricsRow.parse(lines.bytes(), lines.kept());
  }

  private void add(MetricsRow row, long begins, Reader reader) {
    if (count == steps.length) {
      offsets = Arrays.copyOf(offsets, 2 * count);
      steps = Arrays.copyOf(steps, 2 * count);
    }
    offsets[count] = begins;
    steps[count] = row.step();
    count++;
    reader.row(row);
  }

  /** Rounds so far. */
  public int size() {
    return count;
  }

  /** The last round; 0 before the first. */
  public int last() {
    return count == 0 ? 0 : steps[count - 1];
  }

  /** How many rounds lie between two, both included. */
  int between(int from, int to) {
    return Math.max(0, at(to + 1) - at(from));
  }

  /** Reads the rounds between two, both included, again. */
  void read(int from, int to, Consumer<MetricsRow> reader) throws IOException {
    int first = at(from);
    int left = between(from, to);
    if (left == 0) {
      return;
    }
    try (InputStream in = open(offsets[first])) {
      LineScanner lines = new LineScanner(in, LONGEST_LINE);
      while (left > 0 && lines.next() && lines.ended()) {
        Optional<MetricsRow> row = parse(lines).filter(it -> it.step() >= from && it.step() <= to);
        row.ifPresent(reader);
        left -= row.isPresent() ? 1 : 0;
      }
    }
  }

  /** The place of the first round that is not before a step. */
  private int at(int step) {
    int found = Arrays.binarySearch(steps, 0, count, step);
    return found >= 0 ? found : -found - 1;
  }
}
