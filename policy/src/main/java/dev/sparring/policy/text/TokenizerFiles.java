package dev.sparring.policy.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparring.policy.checkpoint.CheckpointException;
import dev.sparring.policy.checkpoint.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/**
 * The files of a tokenizer, put together into one {@code tokenizer.json}.
 *
 * <p>The library that encodes reads {@code tokenizer.json} alone. What the files beside it and the
 * tokenizer class say is therefore written into its JSON, in memory, before the library gets it:
 * added tokens, the post-processor, the space before a text. The result encodes and decodes as
 * {@code AutoTokenizer} of transformers 4.53 does with these files.
 *
 * @param json the tokenizer
 * @param filed what {@code tokenizer.json} says of its ids on its own
 * @param splitSpecial whether special tokens in a text are split like any other text
 */
record TokenizerFiles(ObjectNode json, Vocabulary filed, boolean splitSpecial) {
  private static final String ADDED = "added_tokens";

  /** Reads the files of a directory. */
  static TokenizerFiles read(Path directory) {
    Path file = directory.resolve("tokenizer.json");
    if (!Files.isRegularFile(file)) {
      throw new CheckpointException(directory + " has no tokenizer.json");
    }
    ObjectNode json = (ObjectNode) Json.read(file);
    Vocabulary filed = Vocabulary.of(json);
    Set<String> texts = new HashSet<>(Vocabulary.texts(json).keySet());
    json.path(ADDED).forEach(token -> texts.add(token.path("content").asText()));
    TokenizerConfig config = TokenizerConfig.read(directory).fitting(texts);
    SpecialTokens special = SpecialTokens.of(config);
    AddedTokens added = AddedTokens.of(directory, json, config, special);
    json.set(ADDED, added.json());
    LlamaPostProcessor.of(config, special, text -> added.id(text).orElseThrow())
        .ifPresent(own -> json.set("post_processor", own));
    spaceBefore(json.path("pre_tokenizer"), config);
    return new TokenizerFiles(json, filed, config.on("split_special_tokens", false));
  }

  /** Only Llama's class leaves it to {@code tokenizer.json}; null leaves it for every class. */
  private static void spaceBefore(JsonNode preTokenizer, TokenizerConfig config) {
    boolean said = config.json().has("add_prefix_space");
    if (preTokenizer.path("type").asText().equals("ByteLevel")
        && config.kind() != TokenizerClass.LLAMA
        && (!said || config.json().hasNonNull("add_prefix_space"))) {
      ((ObjectNode) preTokenizer).put("add_prefix_space", config.on("add_prefix_space", false));
    }
  }

  /**
   * The same without its special tokens, so that none is found in a text. Those that are in the
   * vocabulary go; the others get a text that nobody can know, so that ids stay as they are.
   */
  ObjectNode withoutSpecial() {
    Set<String> special = new HashSet<>();
    for (JsonNode token : json.path(ADDED)) {
      if (token.path("special").asBoolean()) {
        special.add(token.path("content").asText());
      }
    }
    Set<String> vocabulary = Vocabulary.texts(json).keySet();
    String unknown = UUID.randomUUID().toString();
    ObjectNode other = json.deepCopy();
    ArrayNode tokens = other.putArray(ADDED);
    for (JsonNode token : json.path(ADDED)) {
      String content = token.path("content").asText();
      if (!special.contains(content)) {
        tokens.add(token);
      } else if (!vocabulary.contains(content)) {
        tokens.add(((ObjectNode) token.deepCopy()).put("content", unknown + token.path("id")));
      }
    }
    return other;
  }
}
