package dev.sparring.policy.text;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparring.policy.checkpoint.Json;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * What the tokenizer classes of Llama's kind put around a text: {@code add_bos_token} and {@code
 * add_eos_token} decide, whatever the post-processor of {@code tokenizer.json} is ({@code
 * LlamaTokenizerFast.update_post_processor} of transformers 4.53).
 */
final class LlamaPostProcessor {
  private LlamaPostProcessor() {}

  /**
   * The {@code post_processor} of {@code tokenizer.json}; empty for classes that leave it alone.
   *
   * @param ids of special tokens
   */
  static Optional<ObjectNode> of(
      TokenizerConfig config, SpecialTokens special, ToIntFunction<String> ids) {
    TokenizerClass.Ends ends = config.kind().ends();
    if (ends == TokenizerClass.Ends.FILED) {
      return Optional.empty();
    }
    boolean begin = config.on("add_bos_token", ends == TokenizerClass.Ends.BOS);
    boolean end = config.on("add_eos_token", false);
    Optional<String> bos = token(begin, "add_bos_token", "bos_token", config, special);
    Optional<String> eos = token(end, "add_eos_token", "eos_token", config, special);
    ObjectNode json = Json.MAPPER.createObjectNode().put("type", "TemplateProcessing");
    around(json.putArray("single"), "A", 0, bos, eos);
    ArrayNode pair = json.putArray("pair");
    around(pair, "A", 0, bos, eos);
    around(pair, "B", 1, bos, eos);
    ObjectNode tokens = json.putObject("special_tokens");
    bos.ifPresent(text -> tokens.set(text, described(text, ids)));
    eos.ifPresent(text -> tokens.set(text, described(text, ids)));
    return Optional.of(json);
  }

  private static Optional<String> token(
      boolean wanted, String key, String name, TokenizerConfig config, SpecialTokens special) {
    Optional<String> text = special.text(name).filter(any -> wanted);
    if (wanted && text.isEmpty()) {
      throw config.mistake(key + " is on, and there is no " + name);
    }
    return text;
  }

  private static void around(
      ArrayNode template, String sequence, int type, Optional<String> bos, Optional<String> eos) {
    bos.ifPresent(text -> piece(template, "SpecialToken", text, type));
    piece(template, "Sequence", sequence, type);
    eos.ifPresent(text -> piece(template, "SpecialToken", text, type));
  }

  private static void piece(ArrayNode template, String kind, String id, int type) {
    template.addObject().putObject(kind).put("id", id).put("type_id", type);
  }

  private static ObjectNode described(String text, ToIntFunction<String> ids) {
    ObjectNode json = Json.MAPPER.createObjectNode().put("id", text);
    json.putArray("ids").add(ids.applyAsInt(text));
    json.putArray("tokens").add(text);
    return json;
  }
}
