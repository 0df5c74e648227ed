package dev.sparring.policy.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * What the tokenizer classes of transformers (4.53) add to the files: special tokens that hold
 * where the files name none, and whether the class replaces the post-processor of {@code
 * tokenizer.json} by its own. A class that is not here adds nothing.
 */
enum TokenizerClass {
  LLAMA("LlamaTokenizer", "<unk>", "<s>", "</s>", null, Ends.BOS),
  CODE_LLAMA("CodeLlamaTokenizer", "<unk>", "<s>", "</s>", null, Ends.BOS),
  GEMMA("GemmaTokenizer", "<unk>", "<bos>", "<eos>", "<pad>", Ends.BOS),
  COHERE("CohereTokenizer", "<UNK>", "<BOS_TOKEN>", "<|END_OF_TURN_TOKEN|>", null, Ends.BOS),
  GPT_NEOX(
      "GPTNeoXTokenizer", "<|endoftext|>", "<|endoftext|>", "<|endoftext|>", null, Ends.NOTHING),
  GPT2("GPT2Tokenizer", "<|endoftext|>", "<|endoftext|>", "<|endoftext|>", null, Ends.FILED),
  QWEN2("Qwen2Tokenizer", "<|endoftext|>", null, "<|endoftext|>", "<|endoftext|>", Ends.FILED),
  PLAIN("PreTrainedTokenizer", null, null, null, null, Ends.FILED);

  /** What goes around a text where {@code add_bos_token} and {@code add_eos_token} are not said. */
  enum Ends {
    /** What the post-processor of {@code tokenizer.json} says; the two keys have no effect. */
    FILED,
    /** Nothing. */
    NOTHING,
    /** The token that begins a text. */
    BOS
  }

  private static final Map<String, TokenizerClass> BY_MODEL =
      Map.of("llama", LLAMA, "mistral", LLAMA, "qwen2", QWEN2, "qwen3", QWEN2);

  private static final String FAST = "Fast";

  private final String className;
  private final String unk;
  private final String bos;
  private final String eos;
  private final String pad;
  private final Ends ends;

  TokenizerClass(String className, String unk, String bos, String eos, String pad, Ends ends) {
    this.className = className;
    this.unk = unk;
    this.bos = bos;
    this.eos = eos;
    this.pad = pad;
    this.ends = ends;
  }

  /**
   * The class that {@code AutoTokenizer} takes: {@code tokenizer_class} of {@code
   * tokenizer_config.json}, else of {@code config.json}, else the one for its {@code model_type}.
   */
  static TokenizerClass of(JsonNode tokenizerConfig, JsonNode config) {
    for (JsonNode json : List.of(tokenizerConfig, config)) {
      if (json.hasNonNull("tokenizer_class")) {
        return named(json.path("tokenizer_class").asText());
      }
    }
    return BY_MODEL.getOrDefault(config.path("model_type").asText(), PLAIN);
  }

  /** Slow and fast name mean the same class: the fast one is what is used. */
  private static TokenizerClass named(String name) {
    String slow = name.endsWith(FAST) ? name.substring(0, name.length() - FAST.length()) : name;
    for (TokenizerClass one : values()) {
      if (one.className.equals(slow)) {
        return one;
      }
    }
    return PLAIN;
  }

  /** The special token that an attribute names where the files do not say; may be null. */
  String specialToken(String attribute) {
    return switch (attribute) {
      case "unk_token" -> unk;
      case "bos_token" -> bos;
      case "eos_token" -> eos;
      case "pad_token" -> pad;
      default -> null;
    };
  }

  /** Whether the class describes the token of an attribute in full, which makes it special. */
  boolean flags(String attribute) {
    return this == QWEN2
        && List.of("bos_token", "eos_token", "unk_token", "pad_token").contains(attribute);
  }

  Ends ends() {
    return ends;
  }
}
