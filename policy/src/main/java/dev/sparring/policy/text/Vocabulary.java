package dev.sparring.policy.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What {@code tokenizer.json} says of its ids.
 *
 * @param size one more than the highest id
 * @param spoken ids that have text; the others are special, or gaps, and decoding leaves them out
 * @param bytes ids that stand for one byte each and are decoded a run at a time ({@code
 *     ByteFallback}); a byte-level vocabulary has none
 */
record Vocabulary(int size, BitSet spoken, BitSet bytes) {
  private static final Pattern BYTE = Pattern.compile("<0x[0-9A-F]{2}>");

  static Vocabulary of(JsonNode json) {
    BitSet spoken = new BitSet();
    BitSet bytes = new BitSet();
    boolean fallback = json.path("decoder").findValuesAsText("type").contains("ByteFallback");
    texts(json)
        .forEach(
            (text, id) -> {
              spoken.set(id);
              bytes.set(id, fallback && BYTE.matcher(text).matches());
            });
    BitSet special = new BitSet(); // what one of several entries with the same text says, holds
    for (JsonNode added : json.path("added_tokens")) {
      int id = added.path("id").asInt();
      spoken.set(id);
      special.set(id, special.get(id) || added.path("special").asBoolean());
    }
    int size = spoken.length();
    spoken.andNot(special);
    return new Vocabulary(size, spoken, bytes);
  }

  /** The ids of the vocabulary itself, without added tokens, by text. */
  static Map<String, Integer> texts(JsonNode json) {
    JsonNode model = json.path("model").path("vocab");
    Map<String, Integer> ids = new HashMap<>();
    for (int id = 0; model.isArray() && id < model.size(); id++) { // [text, score], in this order
      ids.put(model.path(id).path(0).asText(), id);
    }
    for (Map.Entry<String, JsonNode> entry : model.properties()) {
      if (entry.getValue().asInt() >= 0) {
        ids.put(entry.getKey(), entry.getValue().asInt());
      }
    }
    return ids;
  }
}
