package dev.sparring.policy.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The shape of a decoder, from {@code config.json}.
 *
 * @param architecture as the file names it
 * @param vocabulary V
 * @param hidden H
 * @param inner width of the feed-forward layer, I
 * @param layers how many
 * @param heads query heads, Q
 * @param keyValueHeads key and value heads, J; Q is a multiple of it
 * @param headSize D
 * @param epsilon of the RMS norms
 * @param rope positions
 * @param tied whether the head is the embedding
 * @param family what its architecture adds to the plain decoder
 * @param attentionBias whether queries, keys, values and the attention's output have a bias
 * @param positions longest context
 * @param stored element type of the file: {@code float32}, {@code bfloat16}, {@code float16}
 */
public record ModelSpec(
    String architecture,
    int vocabulary,
    int hidden,
    int inner,
    int layers,
    int heads,
    int keyValueHeads,
    int headSize,
    double epsilon,
    Rope rope,
    boolean tied,
    Family family,
    boolean attentionBias,
    int positions,
    String stored) {
  /** What follows from other keys: as many key and value heads as heads, heads of size H / Q. */
  private static final int OTHER = 0;

  private static final String ATTENTION_BIAS = "attention_bias";

  /**
   * What the supported architectures differ in, with what transformers takes for keys that are not
   * there. A further one is a line here.
   */
  public enum Family {
    LLAMA("LlamaForCausalLM", false, false, 2048, OTHER, OTHER),
    MISTRAL("MistralForCausalLM", false, false, 131_072, 8, OTHER),
    QWEN2("Qwen2ForCausalLM", true, false, 32_768, 32, OTHER),
    QWEN3("Qwen3ForCausalLM", false, true, 32_768, 32, 128);

    private final String architecture;
    private final boolean queryKeyValueBias;
    private final boolean queryKeyNorm;
    private final int positions;
    private final int keyValueHeads;
    private final int headSize;

    Family(
        String architecture,
        boolean queryKeyValueBias,
        boolean queryKeyNorm,
        int positions,
        int keyValueHeads,
        int headSize) {
      this.architecture = architecture;
      this.queryKeyValueBias = queryKeyValueBias;
      this.queryKeyNorm = queryKeyNorm;
      this.positions = positions;
      this.keyValueHeads = keyValueHeads;
      this.headSize = headSize;
    }

    /** Whether queries and keys are normalised, head by head. */
    public boolean queryKeyNorm() {
      return queryKeyNorm;
    }

    static Family of(ConfigFile config) {
      String architecture = config.json().path("architectures").path(0).asText("(none)");
      List<String> known = new ArrayList<>();
      for (Family family : values()) {
        if (family.architecture.equals(architecture)) {
          return family;
        }
        known.add(family.architecture);
      }
      throw config.mistake(
          "architecture "
              + architecture
              + " is not supported; supported: "
              + String.join(", ", known));
    }
  }

  /** Reads {@code config.json}. What is not supported is refused by name. */
  public static ModelSpec read(Path directory) {
    ConfigFile at = ConfigFile.read(directory);
    Family family = Family.of(at);
    refuseUnsupported(at, family);
    int hidden = at.count("hidden_size");
    int heads = at.count("num_attention_heads");
    int headSize = at.count("head_dim", family.headSize, OTHER);
    if (headSize == OTHER && hidden % heads != 0) {
      throw at.mistake("hidden_size " + hidden + " is no multiple of num_attention_heads " + heads);
    }
    headSize = headSize == OTHER ? hidden / heads : headSize;
    int keyValueHeads = at.count("num_key_value_heads", family.keyValueHeads, OTHER);
    keyValueHeads = keyValueHeads == OTHER ? heads : keyValueHeads;
    if (heads % keyValueHeads != 0 || headSize % 2 != 0) {
      throw at.mistake(
          String.format(
              Locale.ROOT,
              "%d heads of size %d over %d key/value heads do not go together",
              heads,
              headSize,
              keyValueHeads));
    }
    int positions = at.count("max_position_embeddings", family.positions, family.positions);
    return new ModelSpec(
        family.architecture,
        at.count("vocab_size"),
        hidden,
        at.count("intermediate_size"),
        at.count("num_hidden_layers"),
        heads,
        keyValueHeads,
        headSize,
        at.number(at.json(), "rms_norm_eps", 1e-6),
        Rope.read(at, headSize, positions),
        at.json().path("tie_word_embeddings").asBoolean(false),
        family,
        at.json().path(ATTENTION_BIAS).asBoolean(false),
        positions,
        at.text("torch_dtype", at.text("dtype", "float32")));
  }

  private static void refuseUnsupported(ConfigFile at, Family family) {
    if (family != Family.LLAMA && family != Family.QWEN3) {
      at.refuse(ATTENTION_BIAS);
    }
    at.refuse("mlp_bias", "use_sliding_window", "quantization_config");
    at.refuse("num_experts", "num_local_experts");
    at.refuse("attn_logit_softcapping", "final_logit_softcapping");
    at.only("hidden_act", "silu");
    if (at.json().path("partial_rotary_factor").asDouble(1) != 1) {
      throw at.mistake("partial_rotary_factor is not supported");
    }
    for (JsonNode layer : at.json().path("layer_types")) {
      if (!layer.asText().equals("full_attention")) {
        throw at.mistake("layer_types " + layer.asText() + " is not supported");
      }
    }
    if (family == Family.MISTRAL) {
      at.refuse("sliding_window");
      if (!at.json().has("sliding_window")) {
        throw at.mistake(
            "sliding_window is missing, which means 4096, and is not supported; null switches it off");
      }
    }
  }

  /** Whether queries, keys and values have a bias. */
  public boolean queryKeyValueBias() {
    return family.queryKeyValueBias || attentionBias;
  }

  /** Q · D. */
  public int querySize() {
    return heads * headSize;
  }

  /** J · D. */
  public int keyValueSize() {
    return keyValueHeads * headSize;
  }

  /** All parameters, the tied head once. */
  public long parameters() {
    long layer =
        (long) hidden * (querySize() * 2L + keyValueSize() * 2L)
            + 3L * hidden * inner
            + 2L * hidden
            + (queryKeyValueBias() ? querySize() + 2L * keyValueSize() : 0)
            + (attentionBias ? hidden : 0)
            + (family.queryKeyNorm ? 2L * headSize : 0);
    return (tied ? 1L : 2L) * vocabulary * hidden + hidden + layers * layer;
  }
}
