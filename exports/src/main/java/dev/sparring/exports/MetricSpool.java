package dev.sparring.exports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparring.policy.checkpoint.Json;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Metrics that wait to be sent, in a file, so that they outlive a server that is away and a process
 * that dies. One object a line: {@code at} (milliseconds since 1970), {@code step} and {@code
 * metrics}. One thread adds and another one reads.
 */
final class MetricSpool {
  /**
   * Metrics of a step.
   *
   * @param at when they were measured, milliseconds since 1970
   */
  record Entry(long at, int step, Map<String, Double> metrics) {}

  /**
   * Entries that follow each other.
   *
   * @param end where the next one begins, in bytes
   */
  record Batch(List<Entry> entries, long end) {}

  private final Path file;
  private int last;

  /** Opens the file, and cuts off a line that a process did not finish. */
  MetricSpool(Path file) throws IOException {
    this.file = file;
    Files.createDirectories(file.toAbsolutePath().getParent());
    if (!Files.exists(file)) {
      Files.createFile(file);
    }
    long whole =
        lines(
            0,
            (line, end) -> {
              JsonNode entry = parse(line);
              last = entry == null ? last : Math.max(last, entry.path("step").asInt());
              return entry != null;
            });
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(whole);
    }
  }

  /** Is given a line and where it ends; tells whether to go on. */
  private interface Visitor {
    boolean visit(byte[] line, long end) throws IOException;
  }

  /** Visits the whole lines from this byte on; gives the end of the last one that was wanted. */
  private long lines(long from, Visitor visitor) throws IOException {
    long end = from;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      in.skipNBytes(from);
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int b = in.read(); b >= 0; b = in.read()) {
        if (b != '\n') {
          line.write(b);
        } else {
          long next = end + line.size() + 1;
          if (!visitor.visit(line.toByteArray(), next)) {
            return end;
          }
          end = next;
          line.reset();
        }
      }
    }
    return end;
  }

  /** The newest round that is in it; 0 while there is none. */
  synchronized int last() {
    return last;
  }

  /** Adds metrics; those that are not finite are left out. */
  synchronized void add(Entry entry) throws IOException {
    ObjectNode line =
        Json.MAPPER.createObjectNode().put("at", entry.at()).put("step", entry.step());
    ObjectNode metrics = line.putObject("metrics");
    entry
        .metrics()
        .forEach(
            (key, value) -> {
              if (Double.isFinite(value)) {
                metrics.put(key, value);
              }
            });
    Files.write(file, (line + "\n").getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);
    last = Math.max(last, entry.step());
  }

  /** Whether something follows these bytes. */
  synchronized boolean hasAfter(long offset) throws IOException {
    return Files.size(file) > offset;
  }

  /**
   * What follows these bytes.
   *
   * @param metrics at most so many, but at least one entry
   */
  synchronized Batch after(long offset, int metrics) throws IOException {
    List<Entry> entries = new ArrayList<>();
    int[] room = {metrics};
    long end =
        lines(
            offset,
            (line, next) -> {
              Entry entry = entry(line);
              room[0] -= entry.metrics().size();
              if (room[0] < 0 && !entries.isEmpty()) {
                return false;
              }
              entries.add(entry);
              return true;
            });
    return new Batch(entries, end);
  }

  private static Entry entry(byte[] bytes) throws IOException {
    JsonNode line = parse(bytes);
    if (line == null) {
      throw new IOException("a line of metrics that wait can't be read");
    }
    Map<String, Double> metrics = new TreeMap<>();
    line.path("metrics")
        .properties()
        .forEach(metric -> metrics.put(metric.getKey(), metric.getValue().asDouble()));
    return new Entry(line.path("at").asLong(), line.path("step").asInt(), metrics);
  }

  private static JsonNode parse(byte[] bytes) throws IOException {
    try {
      JsonNode line = Json.MAPPER.readTree(bytes);
      return line != null && line.path("metrics").isObject() ? line : null;
    } catch (JsonProcessingException e) {
      return null;
    }
  }
}
