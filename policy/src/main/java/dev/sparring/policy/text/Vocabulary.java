package dev.sparring.policy.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.BitSet;
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
    JsonNode model = json.path("model").path("vocab");
    if (model.isArray()) { // [text, score], in the order of ids
      for (int id = 0; id < model.size(); id++) {
        add(model.path(id).path(0).asText(), id, fallback, spoken, bytes);
      }
    }
    model.properties().forEach(e -> add(e.getKey(), e.getValue().asInt(), fallback, spoken, bytes));
    int size = spoken.length();
    for (JsonNode added : json.path("added_tokens")) {
      int id = added.path("id").asInt();
      size = Math.max(size, id + 1);
      spoken.set(id, !added.path("special").asBoolean());
    }
    return new Vocabulary(size, spoken, bytes);
  }

  private static void add(String text, int id, boolean fallback, BitSet spoken, BitSet bytes) {
    if (id >= 0) {
      spoken.set(id);
      bytes.set(id, fallback && BYTE.matcher(text).matches());
    }
  }
}
