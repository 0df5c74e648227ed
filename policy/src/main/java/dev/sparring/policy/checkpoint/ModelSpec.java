package dev.sparring.policy.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

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
    int positions,
    String stored) {

  /** What the supported architectures differ in. A further one is a line here. */
  public enum Family {
    LLAMA("LlamaForCausalLM", false, false),
    MISTRAL("MistralForCausalLM", false, false),
    QWEN2("Qwen2ForCausalLM", true, false),
    QWEN3("Qwen3ForCausalLM", false, true);

    private final String architecture;
    private final boolean queryKeyValueBias;
    private final boolean queryKeyNorm;

    Family(String architecture, boolean queryKeyValueBias, boolean queryKeyNorm) {
      this.architecture = architecture;
      this.queryKeyValueBias = queryKeyValueBias;
      this.queryKeyNorm = queryKeyNorm;
    }

    /** Whether queries, keys and values have a bias. */
    public boolean queryKeyValueBias() {
      return queryKeyValueBias;
    }

    /** Whether queries and keys are normalised, head by head. */
    public boolean queryKeyNorm() {
      return queryKeyNorm;
    }

    static Family of(String architecture, Path file) {
      List<String> known = new ArrayList<>();
      for (Family family : values()) {
        if (family.architecture.equals(architecture)) {
          return family;
        }
        known.add(family.architecture);
      }
      throw new CheckpointException(
          file
              + ": architecture "
              + architecture
              + " is not supported; supported: "
              + String.join(", ", known));
    }
  }

  /** Reads {@code config.json}. What is not supported is refused by name. */
  public static ModelSpec read(Path directory) {
    Path file = directory.resolve("config.json");
    JsonNode json = Json.read(file);
    Family family = Family.of(json.path("architectures").path(0).asText("(none)"), file);
    Fields at = new Fields(json, file);
    at.refuse("attention_bias", "mlp_bias", "use_sliding_window", "quantization_config");
    if (!at.text("hidden_act", "silu").equals("silu")) {
      throw new CheckpointException(
          file + ": hidden_act " + at.text("hidden_act", "") + " is not supported; only silu is");
    }
    if (family == Family.MISTRAL && json.hasNonNull("sliding_window")) {
      throw new CheckpointException(file + ": sliding_window is not supported");
    }
    int hidden = at.count("hidden_size");
    int heads = at.count("num_attention_heads");
    int positions = at.count("max_position_embeddings");
    int headSize = json.hasNonNull("head_dim") ? at.count("head_dim") : hidden / heads;
    if (!json.hasNonNull("head_dim") && hidden % heads != 0) {
      throw new CheckpointException(
          file + ": hidden_size " + hidden + " is no multiple of num_attention_heads " + heads);
    }
    int keyValueHeads =
        json.hasNonNull("num_key_value_heads") ? at.count("num_key_value_heads") : heads;
    if (heads % keyValueHeads != 0 || headSize % 2 != 0) {
      throw new CheckpointException(
          file
              + ": "
              + heads
              + " heads of size "
              + headSize
              + " over "
              + keyValueHeads
              + " key/value heads do not go together");
    }
    return new ModelSpec(
        family.architecture,
        at.count("vocab_size"),
        hidden,
        at.count("intermediate_size"),
        at.count("num_hidden_layers"),
        heads,
        keyValueHeads,
        headSize,
        json.path("rms_norm_eps").asDouble(1e-6),
        Rope.read(json, file, headSize, positions),
        json.path("tie_word_embeddings").asBoolean(false),
        family,
        positions,
        at.text("torch_dtype", at.text("dtype", "float32")));
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
            + (family.queryKeyValueBias ? querySize() + 2L * keyValueSize() : 0)
            + (family.queryKeyNorm ? 2L * headSize : 0);
    return (tied ? 1L : 2L) * vocabulary * hidden + hidden + layers * layer;
  }

  private record Fields(JsonNode json, Path file) {
    private static final Set<String> OFF = Set.of("false", "null", "");

    int count(String key) {
      JsonNode value = json.path(key);
      if (!value.canConvertToInt() || value.asInt() < 1) {
        throw new CheckpointException(
            file
                + ": "
                + key
                + (value.isMissingNode() ? " is missing" : " holds " + value)
                + "; it takes a whole number, 1 or more");
      }
      return value.asInt();
    }

    String text(String key, String otherwise) {
      return json.hasNonNull(key) ? json.path(key).asText() : otherwise;
    }

    void refuse(String... options) {
      for (String option : options) {
        JsonNode value = json.path(option);
        if (value.isContainerNode() || !OFF.contains(value.asText())) {
          throw new CheckpointException(file + ": " + option + " is not supported");
        }
      }
    }
  }
}
