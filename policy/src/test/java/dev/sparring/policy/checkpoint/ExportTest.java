package dev.sparring.policy.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparring.core.Episode;
import dev.sparring.core.Role;
import dev.sparring.policy.Policy;
import dev.sparring.policy.Tiny;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Directories for other tools, against what PEFT computes (golden/README.md). */
class ExportTest {
  private static final float SAME = 2e-4f;
  private static final String Q = "model.layers.0.self_attn.q_proj.weight";

  @TempDir Path folder;

  private static Path golden(String name) {
    return Tiny.GOLDEN.resolve(name);
  }

  private static float[] scores(Path model, Optional<Path> adapter, JsonNode tokens) {
    int[] ids = new int[tokens.size()];
    boolean[] mask = new boolean[ids.length];
    Arrays.setAll(ids, i -> tokens.path(i).asInt());
    Arrays.fill(mask, 1, ids.length, true);
    float[] none = new float[ids.length];
    Episode episode = new Episode("", Role.SOLVER, ids, mask, none, none);
    try (Policy policy = Policy.forWriting(model, adapter, Tiny.settings("policy.threads", "1"))) {
      return policy.score(List.of(episode), () -> false).get(0).logprobs();
    }
  }

  private Path model(String name, boolean merged, WeightType type) throws IOException {
    Path to = folder.resolve(name + merged + type);
    Optional<Path> adapter =
        merged ? Optional.of(golden(name).resolve("adapter")) : Optional.empty();
    assertThat(Export.model(golden(name), adapter, Optional.of(type), to)).isEqualTo(type);
    return to;
  }

  private static float[] numbers(Path model, String tensor) {
    Safetensors.Entry entry = Safetensors.open(model).entries().get(tensor);
    float[] values = new float[(int) (entry.to() - entry.from()) / Safetensors.width(entry.type())];
    TensorTypes.read(entry.bytes(), entry.type(), 0, values);
    return values;
  }

  private static float rounded(float value, WeightType type) {
    return switch (type) {
      case FP32 -> value;
      case BF16 -> Float.intBitsToFloat(TensorTypes.bfloat16(value) << 16);
      case FP16 -> TensorTypes.half(TensorTypes.float16(value));
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama-tiny", "qwen2-tiny", "qwen3-tiny"})
  void aMergedModelScoresAsOneThatPeftMerged(String name) throws IOException {
    JsonNode golden = Json.read(golden(name).resolve("golden.json")).path("adapter");
    JsonNode expected = golden.path("mergedLogprobs");
    Path merged = model(name, true, WeightType.FP32);
    float[] actual = scores(merged, Optional.empty(), golden.path("score").path(1).path("ids"));
    assertThat(actual).hasSize(expected.size());
    for (int i = 0; i < actual.length; i++) {
      assertThat(actual[i]).isCloseTo((float) expected.path(i).asDouble(), within(SAME));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama-tiny", "qwen2-tiny", "qwen3-tiny"})
  void anAdapterScoresAsBefore(String name) throws IOException {
    Path base = golden(name);
    Path adapter = base.resolve("adapter");
    JsonNode ids = Json.read(base.resolve("golden.json")).at("/adapter/score/2/ids");
    assertThat(
            Export.adapter(
                adapter, base, "Some/Base", Optional.of("abc"), Optional.empty(), folder))
        .isEqualTo(WeightType.FP32);
    assertThat(scores(base, Optional.of(folder), ids))
        .isEqualTo(scores(base, Optional.of(adapter), ids));
    assertThat(AdapterSpec.read(folder)).isEqualTo(AdapterSpec.read(adapter));
    assertThat(AdapterSpec.base(folder)).hasValue("Some/Base@abc");
  }

  @ParameterizedTest
  @EnumSource(WeightType.class)
  void everyNumberIsRoundedOnceFromTheSumInFp32(WeightType type) throws IOException {
    float[] exact = numbers(model("qwen2-tiny", true, WeightType.FP32), Q);
    float[] actual = numbers(model("qwen2-tiny", true, type), Q);
    assertThat(exact).isNotEqualTo(numbers(golden("qwen2-tiny"), Q));
    for (int i = 0; i < exact.length; i++) {
      assertThat(actual[i]).isEqualTo(rounded(exact[i], type));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama-tiny", "qwen2-tiny", "qwen3-tiny"})
  void tensorsHaveTheNamesShapesAndTypeOfTheBase(String name) throws IOException {
    Path adapter = golden(name).resolve("adapter");
    Export.model(golden(name), Optional.of(adapter), Optional.empty(), folder);
    var base = Safetensors.open(golden(name)).entries();
    var written = Safetensors.open(folder).entries();
    assertThat(written).containsOnlyKeys(base.keySet());
    written.forEach(
        (tensor, entry) -> {
          assertThat(entry.shape()).isEqualTo(base.get(tensor).shape());
          assertThat(entry.type()).isEqualTo(base.get(tensor).type());
        });
    assertThat(folder.resolve("config.json"))
        .hasSameBinaryContentAs(golden(name).resolve("config.json"));
  }

  @Test
  void whatIsNotAdaptedIsTheBasesByteForByte() throws IOException {
    String embedding = "model.embed_tokens.weight";
    Path merged = model("qwen3-tiny", true, WeightType.BF16);
    assertThat(Safetensors.open(merged).entries().get(embedding).bytes())
        .isEqualTo(Safetensors.open(golden("qwen3-tiny")).entries().get(embedding).bytes());
  }

  @Test
  void theConfigurationSaysTheTypeAndTheOtherFilesAreTheBases() throws IOException {
    Path written = model("qwen3-tiny", false, WeightType.FP16);
    assertThat(ModelSpec.read(written).stored()).isEqualTo("float16");
    for (String file :
        List.of(
            "tokenizer.json",
            "tokenizer_config.json",
            "generation_config.json",
            "special_tokens_map.json",
            "chat_template.jinja")) {
      assertThat(written.resolve(file)).hasSameBinaryContentAs(golden("qwen3-tiny").resolve(file));
    }
    assertThat(written.resolve("golden.json")).doesNotExist();
  }

  @Test
  void theNewerNameOfTheTypeIsKeptInStep() throws IOException {
    Path base = Tiny.copy(golden("llama-tiny"), folder.resolve("base"));
    Tiny.edit(base.resolve("config.json"), json -> json.put("dtype", "float32"));
    Path to = folder.resolve("to");
    Export.model(base, Optional.empty(), Optional.of(WeightType.BF16), to);
    JsonNode json = Json.read(to.resolve("config.json"));
    assertThat(json.path("dtype").asText()).isEqualTo("bfloat16");
    assertThat(json.path("torch_dtype").asText()).isEqualTo("bfloat16");
  }

  private Path with(float number) throws IOException {
    Path base = Tiny.copy(golden("llama-tiny"), folder.resolve("base"));
    put(Safetensors.open(base).entries().get(Q), number);
    return base;
  }

  private static void put(Safetensors.Entry entry, float number) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(number);
    try (FileChannel file = FileChannel.open(entry.file(), StandardOpenOption.WRITE)) {
      file.write(bytes.flip(), entry.from() + 8);
    }
  }

  @Test
  void aNumberThatATypeCannotHoldIsRefused() throws IOException {
    Path base = with(65520);
    Path to = folder.resolve("to");
    assertThatThrownBy(() -> Export.model(base, Optional.empty(), Optional.of(WeightType.FP16), to))
        .isInstanceOf(CheckpointException.class)
        .hasMessage(
            base.resolve("model.safetensors")
                + ": tensor "
                + Q
                + " holds 65520.0, which fp16 cannot; choose another --dtype");
    Export.model(base, Optional.empty(), Optional.of(WeightType.BF16), to);
    assertThat(numbers(to, Q)[2]).isEqualTo(65536);
  }

  @Test
  void aNumberThatIsNoneIsRefused() throws IOException {
    Path base = with(Float.NaN);
    assertThatThrownBy(() -> Export.model(base, Optional.empty(), Optional.empty(), folder))
        .isInstanceOf(CheckpointException.class)
        .hasMessageEndingWith("tensor " + Q + " holds a number that is not finite");
  }

  @Test
  void inAnAdapterItIsRefusedAsTheAdapters() throws IOException {
    Path adapter = Tiny.copy(golden("llama-tiny").resolve("adapter"), folder.resolve("adapter"));
    String tensor = "base_model.model.model.layers.1.mlp.up_proj.lora_B.weight";
    Path file = adapter.resolve("adapter_model.safetensors");
    put(Safetensors.file(file).entries().get(tensor), Float.POSITIVE_INFINITY);
    Path to = folder.resolve("to");
    assertThatThrownBy(
            () -> Export.model(golden("llama-tiny"), Optional.of(adapter), Optional.empty(), to))
        .isInstanceOf(CheckpointException.class)
        .hasMessage(file + ": tensor " + tensor + " holds a number that is not finite");
    assertThat(Files.exists(to)).isFalse();
  }

  @Test
  void anAdapterOfAnotherBaseIsRefusedBeforeAnythingIsWritten() {
    Path adapter = golden("qwen2-tiny").resolve("adapter");
    Path base = golden("llama-tiny");
    Path to = folder.resolve("to");
    assertThatThrownBy(() -> Export.model(base, Optional.of(adapter), Optional.empty(), to))
        .isInstanceOf(CheckpointException.class)
        .hasMessageStartingWith(adapter + " does not fit the base " + base);
    assertThatThrownBy(
            () -> Export.adapter(adapter, base, "b", Optional.empty(), Optional.empty(), to))
        .isInstanceOf(CheckpointException.class)
        .hasMessageStartingWith(adapter + " does not fit the base " + base);
    assertThat(Files.exists(to)).isFalse();
  }
}
