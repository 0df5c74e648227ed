package dev.sparring.policy.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Set;

/** Keys of {@code config.json}; a value that can't be used is named with what it takes. */
record ConfigFile(JsonNode json, Path file) {
  private static final Set<String> OFF = Set.of("false", "null", "", "0", "0.0");

  static ConfigFile read(Path directory) {
    Path file = directory.resolve("config.json");
    return new ConfigFile(Json.read(file), file);
  }

  int count(String key) {
    JsonNode value = json.path(key);
    if (!value.canConvertToInt() || value.asInt() < 1) {
      throw mistake(
          key
              + (value.isMissingNode() ? " is missing" : " holds " + value)
              + "; it takes a whole number, 1 or more");
    }
    return value.asInt();
  }

  /**
   * A count that the file need not have.
   *
   * @param missing when the key is not there
   * @param empty when it is null
   */
  int count(String key, int missing, int empty) {
    return json.hasNonNull(key) ? count(key) : json.has(key) ? empty : missing;
  }

  /**
   * A number of this file or of an object in it.
   *
   * @param missing when the key is not there, or null
   */
  double number(JsonNode in, String key, double missing) {
    JsonNode value = in.path(key);
    if (!in.hasNonNull(key)) {
      return missing;
    }
    if (!value.isNumber() || !Double.isFinite(value.asDouble())) {
      throw mistake(key + " holds " + value.asText() + "; it takes a number");
    }
    return value.asDouble();
  }

  String text(String key, String otherwise) {
    return json.hasNonNull(key) ? json.path(key).asText() : otherwise;
  }

  /** Refuses what is switched on. */
  void refuse(String... options) {
    for (String option : options) {
      JsonNode value = json.path(option);
      if (value.isContainerNode() || !OFF.contains(value.asText())) {
        throw mistake(option + " is not supported");
      }
    }
  }

  /** Refuses any other value than the one that is supported. */
  void only(String key, String supported) {
    String value = text(key, supported);
    if (!value.equals(supported)) {
      throw mistake(key + " " + value + " is not supported; only " + supported + " is");
    }
  }

  CheckpointException mistake(String what) {
    return new CheckpointException(file + ": " + what);
  }
}
