package dev.sparring.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.sparring.core.ChatMessage;
import dev.sparring.orchestrator.run.RunException;
import dev.sparring.policy.checkpoint.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.DoublePredicate;

/**
 * One JSON object that was asked for; what is wrong with it is told with its place.
 *
 * @param place for example {@code line 3}
 */
record JsonlRequest(String place, JsonNode json) {
  private static final ObjectReader READER =
      Json.MAPPER.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  static JsonlRequest of(int number, String text) {
    String place = "line " + number;
    try {
      JsonlRequest line = new JsonlRequest(place, READER.readTree(text));
      if (!line.json.isObject()) {
        throw line.mistake("a JSON object is taken");
      }
      return line;
    } catch (JsonProcessingException e) {
      throw new RunException(place + ": not JSON: " + e.getOriginalMessage(), e);
    }
  }

  RunException mistake(String what) {
    return new RunException(place + ": " + what);
  }

  private RunException takes(String key, String what) {
    return mistake(key + " holds " + json.path(key) + "; it takes " + what);
  }

  /** Refuses keys that mean nothing. */
  void knowOnly(List<String> keys) {
    TreeSet<String> unknown = new TreeSet<>();
    json.fieldNames().forEachRemaining(unknown::add);
    keys.forEach(unknown::remove);
    if (!unknown.isEmpty()) {
      throw mistake("unknown key " + unknown.first() + "; known: " + String.join(", ", keys));
    }
  }

  /** Which one of these keys is there. */
  String one(List<String> keys) {
    List<String> there = keys.stream().filter(json::has).toList();
    if (there.size() != 1) {
      throw mistake(
          (there.isEmpty() ? "there is none" : "there is more than one")
              + " of "
              + String.join(", ", keys)
              + "; one is taken");
    }
    return there.get(0);
  }

  boolean has(String key) {
    return json.has(key);
  }

  /** What the asker knows the line by. */
  Optional<JsonNode> id() {
    return Optional.ofNullable(json.get("id"));
  }

  String text(String key) {
    if (!json.path(key).isTextual()) {
      throw json.has(key) ? takes(key, "a text") : mistake(key + " is missing");
    }
    return json.path(key).asText();
  }

  double number(String key, double otherwise, DoublePredicate fits, String what) {
    JsonNode value = json.path(key);
    if (value.isMissingNode()) {
      return otherwise;
    }
    if (!value.isNumber() || !fits.test(value.asDouble())) {
      throw takes(key, what);
    }
    return value.asDouble();
  }

  long whole(String key, long otherwise, long least, long most, String what) {
    JsonNode value = json.path(key);
    if (value.isMissingNode()) {
      return otherwise;
    }
    if (!value.canConvertToExactIntegral()
        || !value.canConvertToLong()
        || value.asLong() < least
        || value.asLong() > most) {
      throw takes(key, what);
    }
    return value.asLong();
  }

  /** A text, or a list of them; none is empty. */
  List<String> texts(String key, List<String> otherwise) {
    JsonNode value = json.path(key);
    if (value.isMissingNode()) {
      return otherwise;
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode text : value.isArray() ? value : List.of(value)) {
      if (!text.isTextual() || text.asText().isEmpty()) {
        throw takes(key, "a text that is not empty, or a list of them");
      }
      texts.add(text.asText());
    }
    return List.copyOf(texts);
  }

  /** Token ids, each below {@code vocabulary}. */
  int[] ids(String key, int vocabulary) {
    JsonNode value = json.path(key);
    int[] ids = new int[value.size()];
    for (int i = 0; i < ids.length; i++) {
      JsonNode id = value.path(i);
      if (!id.isInt() || id.asInt() < 0 || id.asInt() >= vocabulary) {
        throw mistake(
            String.format(
                Locale.ROOT,
                "%s[%d] is %s; the model has ids from 0 to %d",
                key,
                i,
                id,
                vocabulary - 1));
      }
      ids[i] = id.asInt();
    }
    if (!value.isArray()) {
      throw takes(key, "a list of token ids");
    }
    return ids;
  }

  /** Turns of a chat, at least one. */
  List<ChatMessage> messages(String key) {
    JsonNode value = json.path(key);
    if (!value.isArray() || value.isEmpty()) {
      throw takes(key, "a list of messages, at least one");
    }
    List<ChatMessage> messages = new ArrayList<>();
    for (int i = 0; i < value.size(); i++) {
      JsonlRequest message = new JsonlRequest(place + ": " + key + "[" + i + "]", value.path(i));
      message.knowOnly(List.of("role", "content"));
      messages.add(new ChatMessage(message.text("role"), message.text("content")));
    }
    return messages;
  }
}
