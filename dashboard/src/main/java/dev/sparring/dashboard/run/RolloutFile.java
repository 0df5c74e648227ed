package dev.sparring.dashboard.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * The rollouts of one round, read line by line: the proposals first, then the attempts. At most one
 * line is held.
 *
 * @param file {@code rollouts/NNNNNN.jsonl.gz}
 */
public record RolloutFile(Path file) {
  /** Bytes of a line that are read; a longer one is told as such. */
  static final int LONGEST_LINE = 16 << 20;

  /** Gets the lines in order. */
  @FunctionalInterface
  public interface Reader {
    /**
     * A line.
     *
     * @param number from 0
     * @param json an object; one without fields when the line can't be read
     * @return whether the next line is wanted
     */
    boolean line(int number, JsonNode json) throws IOException;
  }

  /** Reads the lines until the reader has enough. */
  public void read(Reader reader) throws IOException {
    try (InputStream raw = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
        InputStream in = new GZIPInputStream(new BufferedInputStream(raw), 1 << 16)) {
      LineScanner lines = new LineScanner(in, LONGEST_LINE);
      int number = 0;
      while (lines.next() && reader.line(number, parse(lines))) {
        number++;
      }
    }
  }

  private static JsonNode parse(LineScanner lines) {
    try {
      JsonNode json =
          lines.cut()
              ? Json.MAPPER.nullNode()
              : Json.MAPPER.readTree(lines.bytes(), 0, lines.kept());
      return json.isObject() ? json : Json.MAPPER.createObjectNode();
    } catch (IOException e) {
      return Json.MAPPER.createObjectNode();
    }
  }

  static boolean proposal(JsonNode line) {
    return line.path("role").asText().equals("proposer");
  }

  static boolean attempt(JsonNode line) {
    return line.path("role").asText().equals("solver");
  }

  /** The id of the problem that an attempt answers; a lost one only has it in its own id. */
  static String problemOf(JsonNode attempt) {
    String id = attempt.path("id").asText();
    int dash = id.lastIndexOf('-');
    return attempt.has("problem")
        ? attempt.path("problem").asText()
        : id.substring(0, Math.max(0, dash));
  }

  /** The kind of a reason: what stands before its first colon, at most 40 characters. */
  static String kind(String reason) {
    int colon = reason.indexOf(": ");
    String kind = colon < 0 ? reason : reason.substring(0, colon);
    return kind.length() > 40 ? kind.substring(0, 40) : kind;
  }
}
