package dev.sparring.policy.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The keys of {@code adapter_config.json} (PEFT 0.21). A key that is neither read nor known to have
 * no effect must be off: a newer PEFT may mean something by it.
 */
final class AdapterKeys {
  private static final String INIT = "init_lora_weights";

  /** What {@link AdapterSpec} and {@link TargetModules} read. */
  private static final Set<String> READ =
      Set.of(
          "peft_type",
          "base_model_name_or_path",
          "revision",
          "r",
          "lora_alpha",
          "use_rslora",
          "target_modules",
          "exclude_modules",
          "layers_to_transform",
          "layers_pattern",
          "rank_pattern",
          "alpha_pattern",
          INIT);

  /**
   * What concerns training or other tools alone, or only says more about an initialisation or a
   * switch that is looked at itself.
   */
  private static final Set<String> WITHOUT_EFFECT =
      Set.of(
          "task_type",
          "auto_mapping",
          "peft_version",
          "inference_mode",
          "runtime_config",
          "lora_dropout",
          "megatron_core",
          "qalora_group_size",
          "loftq_config",
          "eva_config",
          "corda_config",
          "lora_ga_config");

  /** Initialisations that leave the base as it is; the adapter's own tensors replace them. */
  private static final Set<String> PLAIN_INITS =
      Set.of("", "null", "true", "false", "gaussian", "eva", "orthogonal", "mica");

  private AdapterKeys() {}

  /**
   * Refuses what would change the arithmetic, by name.
   *
   * @throws CheckpointException which does not name the file
   */
  static void requireSupported(JsonNode json) {
    if (!json.path("peft_type").asText().equals("LORA")) {
      throw new CheckpointException(
          "peft_type " + json.path("peft_type") + " is not supported; only LORA is");
    }
    JsonNode init = json.path(INIT);
    if (init.isContainerNode() || !PLAIN_INITS.contains(init.asText().toLowerCase(Locale.ROOT))) {
      throw new CheckpointException(
          INIT
              + " "
              + init
              + " is not supported, for it changes the weights of the base; PEFT converts such an"
              + " adapter (path_initial_model_for_weight_conversion)");
    }
    for (Map.Entry<String, JsonNode> entry : json.properties()) {
      if (!READ.contains(entry.getKey())
          && !WITHOUT_EFFECT.contains(entry.getKey())
          && !off(entry.getKey(), entry.getValue())) {
        throw new CheckpointException(
            entry.getKey() + " " + entry.getValue() + " is not supported");
      }
    }
  }

  private static boolean off(String key, JsonNode value) {
    return value.isContainerNode()
        ? value.isEmpty()
        : Set.of("", "null", "false").contains(value.asText())
            || (key.equals("bias") && value.asText().equals("none"));
  }
}
