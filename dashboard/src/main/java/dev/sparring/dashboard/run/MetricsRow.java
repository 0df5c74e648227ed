package dev.sparring.dashboard.run;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One line of {@code metrics.jsonl}.
 *
 * @param step the round
 * @param values by key; NaN is not measured
 */
public record MetricsRow(int step, Map<String, Double> values) {
  private static final int MOST_KEYS = 400;
  private static final int LONGEST_KEY = 200;

  /** Reads a line; empty when it is none. */
  static Optional<MetricsRow> parse(byte[] line, int length) {
    try (JsonParser json = Json.MAPPER.createParser(line, 0, length)) {
      return json.nextToken() == JsonToken.START_OBJECT ? fields(json) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<MetricsRow> fields(JsonParser json) throws IOException {
    int step = -1;
    Map<String, Double> values = new LinkedHashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String key = json.currentName();
      JsonToken value = json.nextToken();
      if (key.equals("step") && value == JsonToken.VALUE_NUMBER_INT) {
        step = json.getIntValue();
      } else if (value.isNumeric() || value == JsonToken.VALUE_NULL) {
        if (values.size() < MOST_KEYS && key.length() <= LONGEST_KEY) {
          values.put(key, value.isNumeric() ? json.getDoubleValue() : Double.NaN);
        }
      } else {
        json.skipChildren();
      }
    }
    return step < 0 ? Optional.empty() : Optional.of(new MetricsRow(step, values));
  }

  /** A value; NaN when the row has none. */
  public double value(String key) {
    return values.getOrDefault(key, Double.NaN);
  }
}
