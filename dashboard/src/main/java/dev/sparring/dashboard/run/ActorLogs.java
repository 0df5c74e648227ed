package dev.sparring.dashboard.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The newest lines of {@code logs/<actor>.log}. Only the end of a file is read.
 *
 * @param run the run's folder
 */
public record ActorLogs(RunFolder run) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,60}\\.log");
  private static final int MOST_ACTORS = 200;
  private static final int LONGEST_LINE = 2000;

  /**
   * What an actor said last.
   *
   * @param line without its end; at most 2,000 characters
   * @param written when, in milliseconds since 1970
   */
  public record LastLine(String actor, String line, long written) {}

  /** The logs by actor. The folder is listed, so that no name from outside becomes a path. */
  Map<String, Path> files() {
    Map<String, Path> files = new TreeMap<>();
    try (Stream<Path> entries = Files.list(run.logs())) {
      entries
          .filter(entry -> NAME.matcher(entry.getFileName().toString()).matches())
          .filter(entry -> Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS))
          .sorted()
          .limit(MOST_ACTORS)
          .forEach(entry -> files.put(entry.getFileName().toString().replace(".log", ""), entry));
      return files;
    } catch (IOException e) {
      return files;
    }
  }

  /** What each actor said last, the newest first. */
  public List<LastLine> newest() {
    return files().entrySet().stream()
        .map(log -> last(log.getKey(), log.getValue()))
        .filter(last -> !last.line().isEmpty())
        .sorted(Comparator.comparing(LastLine::written).reversed())
        .toList();
  }

  private static LastLine last(String actor, Path file) {
    List<String> lines = end(file, 1 << 13);
    String line = lines.isEmpty() ? "" : lines.get(lines.size() - 1);
    return new LastLine(actor, line, RunFolder.written(file));
  }

  /**
   * The newest lines of an actor, oldest first; none when there is no such actor.
   *
   * @param bytes of the file's end that are read
   */
  public List<String> tail(String actor, int bytes) {
    Path file = files().get(actor);
    return file == null ? List.of() : end(file, bytes);
  }

  private static List<String> end(Path file, int bytes) {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      long from = Math.max(0, channel.size() - bytes);
      ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(bytes, channel.size()));
      channel.position(from);
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
        continue;
      }
      String text = new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
      // A carriage return ends no line: what stands before it would be hidden.
      return Arrays.stream(text.split("\n"))
          .skip(from > 0 ? 1 : 0) // the first may have lost its beginning
          .map(line -> line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) : line)
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
