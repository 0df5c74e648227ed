package dev.sparring.policy.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The shape of a LoRA adapter (arXiv 2106.09685), as PEFT's {@code adapter_config.json} has it.
 *
 * @param rank r
 * @param alpha the adapter's part is multiplied with alpha / r
 * @param targets names of the linear maps that it adapts, some of {@link #ALL}
 * @param rootScaled whether it is alpha / √r instead (rsLoRA, arXiv 2312.03732)
 */
public record AdapterSpec(int rank, double alpha, Set<String> targets, boolean rootScaled) {
  /** The file that describes an adapter. */
  public static final String FILE = "adapter_config.json";

  /** The linear maps of a layer. */
  public static final List<String> ALL =
      List.of("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj");

  /** What a configuration may say that changes the arithmetic, and the values that do not. */
  private static final Map<String, Set<String>> PLAIN =
      Map.of(
          "use_dora", Set.of("", "false", "null"),
          "bias", Set.of("", "none", "null"),
          "lora_bias", Set.of("", "false", "null"),
          "fan_in_fan_out", Set.of("", "false", "null"),
          "modules_to_save", Set.of("", "null", "[]"),
          "rank_pattern", Set.of("", "null", "{}"),
          "alpha_pattern", Set.of("", "null", "{}"),
          "layers_to_transform", Set.of("", "null"),
          "exclude_modules", Set.of("", "null", "[]"),
          "layer_replication", Set.of("", "null"));

  public AdapterSpec {
    targets = Collections.unmodifiableSet(new TreeSet<>(targets));
  }

  /** What the adapter's part is multiplied with. */
  public double scale() {
    return alpha / (rootScaled ? Math.sqrt(rank) : rank);
  }

  /** Reads {@code adapter_config.json}. What is not supported is refused by name. */
  public static AdapterSpec read(Path directory) {
    Path file = directory.resolve(FILE);
    JsonNode json = Json.read(file);
    if (!json.path("peft_type").asText().equals("LORA")) {
      throw new CheckpointException(
          file + ": peft_type " + json.path("peft_type") + " is not supported; only LORA is");
    }
    PLAIN.forEach(
        (key, plain) -> {
          JsonNode value = json.path(key);
          if (!plain.contains(value.isValueNode() ? value.asText() : value.toString())) {
            throw new CheckpointException(file + ": " + key + " " + value + " is not supported");
          }
        });
    if (!json.path("r").canConvertToInt() || json.path("r").asInt() < 1) {
      throw new CheckpointException(file + ": r takes a whole number, 1 or more");
    }
    return new AdapterSpec(
        json.path("r").asInt(),
        json.path("lora_alpha").asDouble(8),
        targets(json.path("target_modules"), file),
        json.path("use_rslora").asBoolean(false));
  }

  /**
   * The base that an adapter's description names: a place, or a model on the hub as {@code
   * Owner/Name[@revision]}.
   */
  public static String base(Path directory) {
    Path file = directory.resolve(FILE);
    JsonNode json = Json.read(file);
    String name = json.path("base_model_name_or_path").asText("");
    if (name.isEmpty() || name.equals("null")) {
      throw new CheckpointException(file + " names no base (base_model_name_or_path)");
    }
    String revision = json.path("revision").asText("null");
    return Set.of("null", "", "main").contains(revision) ? name : name + "@" + revision;
  }

  private static Set<String> targets(JsonNode json, Path file) {
    if (json.asText().equals("all-linear")) {
      return new TreeSet<>(ALL);
    }
    Set<String> targets = new TreeSet<>();
    json.forEach(name -> targets.add(name.asText()));
    if (targets.isEmpty() || !ALL.containsAll(targets)) {
      throw new CheckpointException(
          file
              + ": target_modules "
              + json
              + " is not supported; supported: a list of "
              + String.join(", ", ALL));
    }
    return targets;
  }

  /** The description as PEFT reads it. */
  String json(String base) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("peft_type", "LORA");
    json.put("task_type", "CAUSAL_LM");
    json.put("base_model_name_or_path", base);
    json.put("r", rank);
    json.put("lora_alpha", alpha);
    json.put("lora_dropout", 0.0);
    json.put("bias", "none");
    json.put("use_rslora", rootScaled);
    json.put("use_dora", false);
    json.put("fan_in_fan_out", false);
    json.put("inference_mode", true);
    json.set("target_modules", Json.MAPPER.valueToTree((Collection<String>) targets));
    return json.toPrettyString() + "\n";
  }
}
