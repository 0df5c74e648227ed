package dev.sparring.policy.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparring.policy.checkpoint.CheckpointException;
import dev.sparring.policy.checkpoint.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * {@code tokenizer_config.json}, which need not be there. Where it is of the older form, without
 * {@code added_tokens_decoder}, the entries of {@code special_tokens_map.json} go over its own.
 * Source: {@code PreTrainedTokenizerBase._from_pretrained} of transformers 4.53.
 *
 * @param json its keys
 * @param kind the tokenizer class
 * @param named whether a file names the class; else it is the usual one of the model's type
 */
record TokenizerConfig(Path file, ObjectNode json, TokenizerClass kind, boolean named) {
  /** The special tokens that have no name of their own. */
  static final String ADDITIONAL = "additional_special_tokens";

  private static final String CLASS = "tokenizer_class";
  private static final String DECODER = "added_tokens_decoder";

  /** Reads the files of a directory. */
  static TokenizerConfig read(Path directory) {
    Path file = directory.resolve("tokenizer_config.json");
    ObjectNode json = optional(file);
    if (!json.has(DECODER)) {
      optional(directory.resolve("special_tokens_map.json"))
          .properties()
          .forEach(entry -> override(json, entry.getKey(), entry.getValue()));
    }
    JsonNode model = optional(directory.resolve("config.json"));
    boolean named = json.hasNonNull(CLASS) || model.hasNonNull(CLASS);
    return new TokenizerConfig(file, json, TokenizerClass.of(json, model), named);
  }

  /**
   * The same for a tokenizer of these texts. Llama's class begins a text with {@code <s>}; where no
   * file names the class and the tokenizer does not know its token, as that of Llama 3, the class
   * is not the one that made the tokenizer, and {@code tokenizer.json} stands for itself.
   * (transformers gives the token an id beyond the embedding.)
   */
  TokenizerConfig fitting(Set<String> texts) {
    boolean begins = kind.ends() == TokenizerClass.Ends.BOS && !json.has("bos_token");
    return named || !begins || texts.contains(kind.specialToken("bos_token"))
        ? this
        : new TokenizerConfig(file, json, TokenizerClass.PLAIN, true);
  }

  /** A JSON file; an empty object where there is none. */
  static ObjectNode optional(Path file) {
    return Files.isRegularFile(file)
        ? (ObjectNode) Json.read(file)
        : JsonNodeFactory.instance.objectNode();
  }

  private static void override(ObjectNode json, String key, JsonNode value) {
    if (key.equals(ADDITIONAL) && value.isArray()) {
      ArrayNode all = json.path(key).isArray() ? (ArrayNode) json.path(key) : json.putArray(key);
      for (JsonNode token : value) {
        JsonNode own = special(token);
        if (StreamSupport.stream(all.spliterator(), false).noneMatch(other -> same(own, other))) {
          all.add(own);
        }
      }
    } else {
      json.set(key, special(value));
    }
  }

  private static JsonNode special(JsonNode token) {
    return token.isObject() ? ((ObjectNode) token.deepCopy()).put("special", true) : token;
  }

  private static boolean same(JsonNode one, JsonNode other) {
    return one.isObject() && other.isObject()
        ? AddedToken.of(one).same(AddedToken.of(other))
        : one.equals(other);
  }

  /** Whether added tokens are spread over older files, and not in this one. */
  boolean older() {
    return !json.has(DECODER);
  }

  /** The added tokens of this file: id to token. */
  JsonNode addedTokens() {
    return json.path(DECODER);
  }

  /** A switch, as Python reads it: null is off. */
  boolean on(String key, boolean missing) {
    return json.has(key) ? json.path(key).asBoolean() : missing;
  }

  CheckpointException mistake(String what) {
    return new CheckpointException(file + ": " + what);
  }
}
