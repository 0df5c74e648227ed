package dev.sparring.dashboard.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sparring.dashboard.run.Json;
import dev.sparring.dashboard.run.MetricsRow;
import dev.sparring.dashboard.run.SeriesTable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/**
 * Series as the page gets them:
 *
 * <pre>
 * {"width": 16, "steps": [16, 32, …],
 *  "metrics": {"solver/kl": {"mean": […], "least": […], "greatest": […]}, …}}
 * </pre>
 *
 * <p>Least and greatest are left out where a bucket is one round. Figures have the seven digits of
 * a float; no curve shows more.
 */
final class SeriesJson {
  private SeriesJson() {}

  static byte[] of(SeriesTable table) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = Json.MAPPER.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeNumberField("width", table.width());
      json.writeArrayFieldStart("steps");
      for (int bucket = 0; bucket < table.size(); bucket++) {
        json.writeNumber(table.step(bucket));
      }
      json.writeEndArray();
      json.writeObjectFieldStart("metrics");
      for (Map.Entry<String, SeriesTable.Series> metric : table.metrics().entrySet()) {
        json.writeObjectFieldStart(metric.getKey());
        SeriesTable.Series series = metric.getValue();
        array(json, "mean", table.size(), series::mean);
        if (table.width() > 1) {
          array(json, "least", table.size(), series::least);
          array(json, "greatest", table.size(), series::greatest);
        }
        json.writeEndObject();
      }
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return bytes.toByteArray();
  }

  private static void array(JsonGenerator json, String name, int size, IntToDoubleFunction values)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (int i = 0; i < size; i++) {
      number(json, values.applyAsDouble(i));
    }
    json.writeEndArray();
  }

  private static void number(JsonGenerator json, double value) throws IOException {
    if (!Double.isFinite(value)) {
      json.writeNull();
    } else if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      json.writeNumber((long) value);
    } else {
      json.writeNumber((float) value);
    }
  }

  /** Rounds as an event has them. */
  static byte[] of(String id, List<MetricsRow> rows) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = Json.MAPPER.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("id", id);
      json.writeArrayFieldStart("rows");
      for (MetricsRow row : rows) {
        json.writeStartObject();
        json.writeNumberField("step", row.step());
        json.writeObjectFieldStart("values");
        for (Map.Entry<String, Double> value : row.values().entrySet()) {
          json.writeFieldName(value.getKey());
          number(json, value.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }
}
