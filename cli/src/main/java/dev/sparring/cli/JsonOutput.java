package dev.sparring.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparring.policy.checkpoint.Json;

/** JSON as commands print it: on one line, and null for a number that is not finite. */
final class JsonOutput {
  private JsonOutput() {}

  /** The line. JSON has no NaN and no infinity; Jackson by itself writes them as texts. */
  static String line(Object value) {
    try {
      return Json.MAPPER.writeValueAsString(finite(Json.MAPPER.valueToTree(value)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode finite(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.fieldNames().forEachRemaining(name -> object.replace(name, finite(object.get(name))));
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, finite(array.get(i)));
      }
    }
    return node.isFloatingPointNumber() && !Double.isFinite(node.doubleValue())
        ? NullNode.getInstance()
        : node;
  }
}
