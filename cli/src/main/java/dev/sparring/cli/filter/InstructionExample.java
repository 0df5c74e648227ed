package dev.sparring.cli.filter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An instruction and the response to it.
 *
 * @param json the object that holds them: {@code {"instruction", "input", "output"}} as Alpaca has
 *     it, or {@code {"messages": [{"role", "content"}, …]}} with one turn of a user and one of an
 *     assistant after an optional system message; {@code conversations} with {@code from} and
 *     {@code value} as well
 */
record InstructionExample(JsonNode json, String instruction, String response) {
  private static final String MESSAGES = "messages";
  private static final String CONVERSATIONS = "conversations";

  /** Why an object holds no example, in a few words. */
  static final class Unusable extends Exception {
    private static final long serialVersionUID = 1;

    Unusable(String why) {
      super(why);
    }
  }

  /** Reads an object; {@link Unusable} says what is wrong with it. */
  static InstructionExample of(JsonNode json) throws Unusable {
    if (json.has(MESSAGES)) {
      return chat(json, MESSAGES, "role", "content");
    }
    if (json.has(CONVERSATIONS)) {
      return chat(json, CONVERSATIONS, "from", "value");
    }
    if (json.path("instruction").isTextual() && json.path("output").isTextual()) {
      String input = json.path("input").asText();
      String instruction = json.path("instruction").asText();
      return checked(
          json,
          input.isBlank() ? instruction : instruction + "\n\n" + input,
          json.path("output").asText());
    }
    throw new Unusable("neither instruction and output nor messages");
  }

  private static InstructionExample chat(JsonNode json, String key, String role, String content)
      throws Unusable {
    List<String> turns = new ArrayList<>();
    for (JsonNode message : json.path(key)) {
      String who = message.path(role).asText();
      if (!who.equals("system")) {
        turns.add(message.path(content).asText());
      }
    }
    if (turns.size() != 2) {
      throw new Unusable("not one turn of a user and one of an assistant");
    }
    return checked(json, turns.get(0), turns.get(1));
  }

  private static InstructionExample checked(JsonNode json, String instruction, String response)
      throws Unusable {
    if (instruction.isBlank() || response.isBlank()) {
      throw new Unusable("empty instruction or response");
    }
    return new InstructionExample(json, instruction, response);
  }

  /** The same object with another instruction, another response, or both. */
  JsonNode with(
      Optional<InstructionExample> instructionOf, Optional<InstructionExample> responseOf) {
    ObjectNode copy = json.deepCopy();
    if (json.has(MESSAGES)) {
      replace(copy, MESSAGES, "role", "content", instructionOf, responseOf);
    } else if (json.has(CONVERSATIONS)) {
      replace(copy, CONVERSATIONS, "from", "value", instructionOf, responseOf);
    } else {
      instructionOf.ifPresent(
          other -> {
            copy.set("instruction", other.json().path("instruction"));
            if (other.json().has("input")) {
              copy.set("input", other.json().path("input"));
            } else {
              copy.remove("input");
            }
          });
      responseOf.ifPresent(other -> copy.put("output", other.response()));
    }
    return copy;
  }

  private static void replace(
      ObjectNode copy,
      String key,
      String role,
      String content,
      Optional<InstructionExample> instructionOf,
      Optional<InstructionExample> responseOf) {
    int turn = 0;
    for (JsonNode message : (ArrayNode) copy.path(key)) {
      if (!message.path(role).asText().equals("system")) {
        Optional<String> text =
            turn == 0
                ? instructionOf.map(InstructionExample::instruction)
                : responseOf.map(InstructionExample::response);
        text.ifPresent(value -> ((ObjectNode) message).put(content, value));
        turn++;
      }
    }
  }
}
