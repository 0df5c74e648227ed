package dev.sparring.policy;

import static dev.sparring.policy.Refusals.assertRefused;
import static dev.sparring.policy.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparring.policy.checkpoint.Json;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Configurations and weights that can't be used: one line that says where and what. */
class CheckpointMistakesTest {
  @TempDir Path folder;

  private Path model(String golden) {
    return Tiny.copy(Tiny.GOLDEN.resolve(golden), folder.resolve("model"));
  }

  private Path configured(Consumer<ObjectNode> change) {
    Path directory = model("llama-tiny");
    Tiny.edit(directory.resolve("config.json"), change);
    return directory;
  }

  @Test
  void aMissingDirectory() {
    assertRefused(
        folder.resolve("nowhere"),
        "there is no model directory DIR; policy.model takes a Hugging Face directory");
  }

  @Test
  void aDirectoryWithoutConfiguration() throws IOException {
    Path directory = model("llama-tiny");
    Files.delete(directory.resolve("config.json"));
    assertRefused(directory, "DIR has no config.json; a model is a Hugging Face directory");
  }

  @Test
  void aConfigurationThatIsNoJson() throws IOException {
    Path directory = model("llama-tiny");
    Files.writeString(directory.resolve("config.json"), "{\"a\": }");
    assertRefused(
        directory,
        "DIR/config.json is not JSON: Unexpected character ('}' (code 125)): expected a valid value"
            + " (JSON String, Number (or 'NaN'/'+INF'/'-INF'), Array, Object or token 'null', 'true' or 'false')");
    Files.writeString(directory.resolve("config.json"), "[]");
    assertRefused(directory, "DIR/config.json holds no JSON object");
    Files.writeString(directory.resolve("config.json"), "");
    assertRefused(directory, "DIR/config.json holds no JSON object");
  }

  @ParameterizedTest
  @CsvSource({
    "hidden_size",
    "vocab_size",
    "intermediate_size",
    "num_hidden_layers",
    "num_attention_heads"
  })
  void aMissingKey(String key) {
    assertRefused(
        configured(c -> c.remove(key)),
        "DIR/config.json: " + key + " is missing; it takes a whole number, 1 or more");
  }

  @Test
  void aKeyOfTheWrongKind() {
    assertRefused(
        configured(c -> c.put("hidden_size", "wide")),
        "DIR/config.json: hidden_size holds \"wide\"; it takes a whole number, 1 or more");
  }

  @Test
  void anArchitectureThatIsNotSupportedIsNamedWithThoseThatAre() {
    assertRefused(
        configured(c -> c.putArray("architectures").add("GPT2LMHeadModel")),
        "DIR/config.json: architecture GPT2LMHeadModel is not supported; supported:"
            + " LlamaForCausalLM, MistralForCausalLM, Qwen2ForCausalLM, Qwen3ForCausalLM");
  }

  @Test
  void optionsThatTheProgramDoesNotHave() {
    assertRefused(
        configured(c -> c.put("mlp_bias", true)), "DIR/config.json: mlp_bias is not supported");
  }

  @Test
  void aSlidingWindow() {
    assertRefused(
        configured(c -> c.put("use_sliding_window", true)),
        "DIR/config.json: use_sliding_window is not supported");
  }

  @Test
  void aSlidingWindowOfMistral() {
    assertRefused(
        configured(
            c -> {
              c.putArray("architectures").add("MistralForCausalLM");
              c.put("sliding_window", 4096);
            }),
        "DIR/config.json: sliding_window is not supported");
  }

  @Test
  void quantizedWeights() {
    assertRefused(
        configured(c -> c.putObject("quantization_config").put("quant_method", "gptq")),
        "DIR/config.json: quantization_config is not supported");
  }

  @Test
  void aKindOfRopeScaling() {
    assertRefused(
        configured(c -> c.putObject("rope_scaling").put("rope_type", "longrope")),
        "DIR/config.json: rope_scaling longrope is not supported;"
            + " supported: default, linear, dynamic, yarn, llama3");
  }

  @Test
  void headsThatDoNotDivideTheHiddenSize() {
    assertRefused(
        configured(c -> c.put("num_attention_heads", 5).remove("head_dim")),
        "DIR/config.json: hidden_size 64 is no multiple of num_attention_heads 5");
  }

  @Test
  void aMissingShard() throws IOException {
    Path directory = model("qwen2-tiny");
    Files.delete(directory.resolve("model-00004-of-00007.safetensors"));
    assertRefused(
        directory,
        "DIR lacks the shard model-00004-of-00007.safetensors that model.safetensors.index.json"
            + " names");
  }

  @Test
  void aShardOfAnotherDirectory() {
    Path directory = model("qwen2-tiny");
    Tiny.edit(
        directory.resolve("model.safetensors.index.json"),
        index -> ((ObjectNode) index.get("weight_map")).put("x", "../other/model.safetensors"));
    assertRefused(
        directory,
        "DIR/model.safetensors.index.json names a shard outside its directory:"
            + " ../other/model.safetensors");
  }

  @Test
  void missingWeights() throws IOException {
    Path directory = model("llama-tiny");
    Files.delete(directory.resolve("model.safetensors"));
    assertRefused(directory, "DIR has no model.safetensors");
  }

  @Test
  void aTruncatedFile() throws IOException {
    Path file = model("llama-tiny").resolve("model.safetensors");
    long size = Files.size(file);
    try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "rw")) {
      content.setLength(size - 1);
    }
    assertThat(refusal(file.getParent()))
        .matches(
            ".*model.safetensors is truncated: tensor \\S+ ends at byte "
                + size
                + ", the file at "
                + (size - 1));
    Files.write(file, new byte[5]);
    assertRefused(file.getParent(), "DIR/model.safetensors is truncated or no safetensors file");
  }

  @Test
  void aTensorOfAnotherShape() {
    assertRefused(
        configured(c -> c.put("intermediate_size", 161)),
        "DIR/model.safetensors: tensor model.layers.0.mlp.gate_proj.weight has the shape [160, 64];"
            + " config.json says [161, 64]");
  }

  @Test
  void aMissingTensor() {
    assertRefused(
        configured(c -> c.put("num_hidden_layers", 3)),
        "DIR lacks the tensor model.layers.2.input_layernorm.weight");
  }

  @Test
  void aTensorOfAnotherType() throws IOException {
    Path file = model("llama-tiny").resolve("model.safetensors");
    String all = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    Files.writeString(file, all.replace("\"F32\"", "\"I32\""), StandardCharsets.ISO_8859_1);
    assertRefused(
        file.getParent(),
        "DIR/model.safetensors: tensor model.embed_tokens.weight has the type I32;"
            + " supported: F32, BF16, F16, F64");
  }

  @Test
  void aWeightThatIsNoNumber() throws IOException {
    Path file = model("llama-tiny").resolve("model.safetensors");
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int header = Math.toIntExact(bytes.getLong(0));
    byte[] text = Arrays.copyOfRange(bytes.array(), 8, 8 + header);
    String name = "model.layers.1.self_attn.k_proj.weight";
    int offset =
        Json.MAPPER.readTree(text).path(name).path("data_offsets").path(0).asInt() + 8 + header;
    for (float bad : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
      bytes.putFloat(offset + 40, bad);
      Files.write(file, bytes.array());
      assertRefused(file.getParent(), "DIR: tensor " + name + " holds a number that is not finite");
    }
  }
}
