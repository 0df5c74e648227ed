package dev.sparring.dashboard.run;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * {@code summary.json}: how a run ended.
 *
 * @param before {@code eval/*} of the base
 * @param after {@code eval/*} at the end; empty when it was not measured
 * @param steps rounds finished
 * @param stopped {@code completed}, {@code guard:NAME}, {@code interrupted} or {@code failed}
 * @param reason one line more on it; empty when completed
 */
public record RunSummary(
    Map<String, Double> before,
    Map<String, Double> after,
    int steps,
    String stopped,
    String reason) {
  private static final long LARGEST = 1 << 20;

  /** Reads it; empty when the run has not ended. */
  public static Optional<RunSummary> read(RunFolder run) {
    try {
      Path file = run.summary();
      if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
        return Optional.empty();
      }
      JsonNode json = Json.MAPPER.readTree(Files.readAllBytes(file));
      return Optional.of(
          new RunSummary(
              numbers(json.path("before")),
              numbers(json.path("after")),
              json.path("steps").asInt(),
              json.path("stopped").asText("failed"),
              json.path("reason").asText()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Map<String, Double> numbers(JsonNode json) {
    Map<String, Double> numbers = new TreeMap<>();
    json.properties().stream()
        .filter(field -> field.getValue().isNumber())
        .forEach(field -> numbers.put(field.getKey(), field.getValue().asDouble()));
    return numbers;
  }

  /** What a checkpoint says of the base, for a run that has not ended; empty when it has none. */
  static Map<String, Double> before(RunFolder run) {
    return run.checkpoints().stream()
        .findFirst()
        .map(step -> before(run.state(step)))
        .orElse(Map.of());
  }

  /** Reads one field of a state whose archive of problems may be large. */
  private static Map<String, Double> before(Path state) {
    try (JsonParser json = Json.MAPPER.createParser(state.toFile())) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String key = json.currentName();
        json.nextToken();
        if (key.equals("before")) {
          return numbers(Json.MAPPER.readTree(json));
        }
        json.skipChildren();
      }
      return Map.of();
    } catch (IOException e) {
      return Map.of();
    }
  }
}
