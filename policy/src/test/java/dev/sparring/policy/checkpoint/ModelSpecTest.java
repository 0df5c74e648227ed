package dev.sparring.policy.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code config.json} without weights beside it: all this is known before any is read. */
class ModelSpecTest {
  @TempDir Path folder;

  private ModelSpec read(String architecture, Consumer<ObjectNode> change) throws IOException {
    ObjectNode config = Json.MAPPER.createObjectNode();
    config.putArray("architectures").add(architecture);
    config.put("vocab_size", 320).put("hidden_size", 64).put("intermediate_size", 96);
    config.put("num_hidden_layers", 2).put("num_attention_heads", 32).putNull("sliding_window");
    change.accept(config);
    Files.writeString(folder.resolve("config.json"), config.toString());
    return ModelSpec.read(folder);
  }

  /** The defaults of the configuration classes of transformers 4.53. */
  @ParameterizedTest
  @CsvSource({
    "LlamaForCausalLM, 2048, 32, 2",
    "MistralForCausalLM, 131072, 8, 2",
    "Qwen2ForCausalLM, 32768, 32, 2",
    "Qwen3ForCausalLM, 32768, 32, 128"
  })
  void keysThatAreNotThereAreTakenAsTransformersTakesThem(
      String architecture, int positions, int keyValueHeads, int headSize) throws IOException {
    ModelSpec spec = read(architecture, config -> {});
    assertThat(spec.positions()).isEqualTo(positions);
    assertThat(spec.keyValueHeads()).isEqualTo(keyValueHeads);
    assertThat(spec.headSize()).isEqualTo(headSize);
    assertThat(spec.tied()).isFalse();
    assertThat(spec.epsilon()).isEqualTo(1e-6);
    ModelSpec given = read(architecture, config -> config.put("rope_theta", 10_000));
    assertThat(spec.rope().frequencies()).isEqualTo(given.rope().frequencies());
  }

  @ParameterizedTest
  @CsvSource({"LlamaForCausalLM", "MistralForCausalLM", "Qwen2ForCausalLM", "Qwen3ForCausalLM"})
  void nullMeansAsManyKeyAndValueHeadsAsHeads(String architecture) throws IOException {
    ModelSpec spec = read(architecture, c -> c.putNull("num_key_value_heads").putNull("head_dim"));
    assertThat(spec.keyValueHeads()).isEqualTo(32);
    assertThat(spec.headSize()).isEqualTo(2);
  }

  @Test
  void optionsOfTrainingAloneAreHarmless() throws IOException {
    assertThat(read("LlamaForCausalLM", c -> c.put("attention_dropout", 0.1)).layers())
        .isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "MixtralForCausalLM",
    "Qwen2MoeForCausalLM",
    "Qwen3MoeForCausalLM",
    "Gemma2ForCausalLM",
    "Phi3ForCausalLM"
  })
  void otherArchitecturesAreRefusedByName(String architecture) {
    assertThatThrownBy(() -> read(architecture, config -> {}))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("config.json: architecture " + architecture + " is not supported");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "mlp_bias | true | mlp_bias is not supported",
        "use_sliding_window | true | use_sliding_window is not supported",
        "layer_types | ['full_attention','sliding_attention'] |"
            + " layer_types sliding_attention is not supported",
        "quantization_config | {'quant_method':'awq'} | quantization_config is not supported",
        "num_local_experts | 8 | num_local_experts is not supported",
        "final_logit_softcapping | 30.0 | final_logit_softcapping is not supported",
        "attn_logit_softcapping | 50.0 | attn_logit_softcapping is not supported",
        "partial_rotary_factor | 0.5 | partial_rotary_factor is not supported",
        "hidden_act | 'gelu' | hidden_act gelu is not supported; only silu is",
        "rope_scaling | {'rope_type':'longrope'} | rope_scaling longrope is not supported; supported:"
            + " default, linear, dynamic, yarn, llama3",
        "rope_scaling | {'type':'linear'} | rope_scaling has no factor; it takes a number, 1 or"
            + " more",
        "rope_scaling | {'type':'linear','factor':0.5} | rope_scaling has the factor 0.5; it takes a"
            + " number, 1 or more"
      })
  void optionsThatAreNotSupportedAreRefusedByName(String key, String json, String line)
      throws IOException {
    JsonNode value = Json.MAPPER.readTree(json.replace('\'', '"'));
    for (String family : List.of("LlamaForCausalLM", "Qwen2ForCausalLM")) {
      assertThatThrownBy(() -> read(family, c -> c.set(key, value)))
          .isInstanceOf(CheckpointException.class)
          .hasMessage(folder.resolve("config.json") + ": " + line);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Qwen2ForCausalLM", "MistralForCausalLM"})
  void biasesThatAFamilyDoesNotHaveAreRefused(String family) {
    assertThatThrownBy(() -> read(family, c -> c.put("attention_bias", true)))
        .isInstanceOf(CheckpointException.class)
        .hasMessage(folder.resolve("config.json") + ": attention_bias is not supported");
  }

  @Test
  void aSlidingWindowThatMistralWouldAssumeIsRefused() {
    assertThatThrownBy(() -> read("MistralForCausalLM", c -> c.remove("sliding_window")))
        .hasMessageContaining("sliding_window is missing, which means 4096, and is not supported");
    assertThatThrownBy(() -> read("MistralForCausalLM", c -> c.put("sliding_window", 4096)))
        .hasMessageEndingWith("sliding_window is not supported");
  }
}
