package dev.sparring.policy.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparring.policy.checkpoint.Json;
import java.util.Optional;

/**
 * A token that is found in a text before the vocabulary's own algorithm splits the rest, with the
 * flags that {@code AddedToken} of the tokenizers library has.
 *
 * @param singleWord whether it is found only where it is not part of a longer word
 * @param lstrip whether it takes the whitespace before it as well
 * @param rstrip whether it takes the whitespace after it as well
 * @param givenNormalized whether it is looked for in the normalized text; empty where the files do
 *     not say, and then it is unless the token is special
 * @param special whether decoding leaves it out
 */
record AddedToken(
    String content,
    boolean singleWord,
    boolean lstrip,
    boolean rstrip,
    Optional<Boolean> givenNormalized,
    boolean special) {

  /** A token of which only the text is known. */
  static AddedToken of(String content, boolean special) {
    return new AddedToken(content, false, false, false, Optional.empty(), special);
  }

  /** A token as JSON files of tokenizers describe it; flags that are missing are off. */
  static AddedToken of(JsonNode json) {
    return new AddedToken(
        json.path("content").asText(),
        json.path("single_word").asBoolean(),
        json.path("lstrip").asBoolean(),
        json.path("rstrip").asBoolean(),
        json.hasNonNull("normalized")
            ? Optional.of(json.path("normalized").asBoolean())
            : Optional.empty(),
        json.path("special").asBoolean());
  }

  AddedToken withSpecial(boolean other) {
    return new AddedToken(content, singleWord, lstrip, rstrip, givenNormalized, other);
  }

  AddedToken withNormalized(boolean given) {
    return new AddedToken(content, singleWord, lstrip, rstrip, Optional.of(given), special);
  }

  boolean normalized() {
    return givenNormalized.orElse(!special);
  }

  /** Whether the tokenizers library finds both equal: all flags count as they take effect. */
  boolean same(AddedToken other) {
    return json(0).equals(other.json(0));
  }

  /** An element of {@code added_tokens} in {@code tokenizer.json}. */
  ObjectNode json(int id) {
    return Json.MAPPER
        .createObjectNode()
        .put("id", id)
        .put("content", content)
        .put("single_word", singleWord)
        .put("lstrip", lstrip)
        .put("rstrip", rstrip)
        .put("normalized", normalized())
        .put("special", special);
  }
}
