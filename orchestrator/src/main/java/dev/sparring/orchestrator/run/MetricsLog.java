package dev.sparring.orchestrator.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparring.policy.checkpoint.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/** {@code metrics.jsonl}: one flat object a step, keys {@code group/name}, in order of the keys. */
public final class MetricsLog {
  private MetricsLog() {}

  /** Adds a step. A number that is not finite is written as null: not measured. */
  static void append(Path file, int step, Map<String, Double> metrics) throws IOException {
    ObjectNode line = Json.MAPPER.createObjectNode();
    line.put("step", step);
    new TreeMap<>(metrics).forEach((key, value) -> put(line, key, value));
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    DurableFiles.append(file, bytes);
  }

  private static void put(ObjectNode line, String key, double value) {
    if (!Double.isFinite(value)) {
      line.putNull(key);
    } else if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      line.put(key, (long) value);
    } else {
      line.put(key, value);
    }
  }

  /** The steps so far, each with its metrics; a line that was cut off by a crash is left out. */
  public static List<Map<String, Double>> read(Path file) throws IOException {
    List<Map<String, Double>> steps = new ArrayList<>();
    for (String line : lines(file)) {
      JsonNode json = parse(line);
      if (json != null) {
        Map<String, Double> step = new TreeMap<>();
        json.properties()
            .forEach(
                f ->
                    step.put(
                        f.getKey(), f.getValue().isNull() ? Double.NaN : f.getValue().asDouble()));
        steps.add(step);
      }
    }
    return steps;
  }

  /**
   * The first line, from 1, that is no step and is followed by one; empty when there is none. Lines
   * at the end that can't be read are what a crash leaves of a line.
   */
  static OptionalInt unreadable(Path file) throws IOException {
    int number = 0;
    int unreadable = 0;
    for (String line : lines(file)) {
      number++;
      JsonNode json = parse(line);
      if (json == null) {
        unreadable = unreadable == 0 ? number : unreadable;
      } else if (!json.path("step").isInt()) {
        return OptionalInt.of(unreadable == 0 ? number : unreadable);
      } else if (unreadable != 0) {
        return OptionalInt.of(unreadable);
      }
    }
    return OptionalInt.empty();
  }

  /** Keeps the steps up to this one, byte for byte as they are. */
  static void cutAfter(Path file, int last) throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    StringBuilder kept = new StringBuilder();
    for (String line : lines(file)) {
      JsonNode json = parse(line);
      if (json != null && json.path("step").asInt() <= last) {
        kept.append(line).append('\n');
      }
    }
    DurableFiles.write(file, kept.toString().getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Latin-1 keeps bytes that a crash left behind from being a mistake. */
  private static List<String> lines(Path file) throws IOException {
    return Files.exists(file) ? Files.readAllLines(file, StandardCharsets.ISO_8859_1) : List.of();
  }

  private static JsonNode parse(String line) {
    try {
      JsonNode json = Json.MAPPER.readTree(line);
      return json != null && json.isObject() ? json : null;
    } catch (JsonProcessingException e) {
      return null;
    }
  }
}
