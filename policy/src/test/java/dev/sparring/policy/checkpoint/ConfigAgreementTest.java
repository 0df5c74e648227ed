package dev.sparring.policy.checkpoint;

import static dev.sparring.policy.checkpoint.HuggingFaceCases.BASE;
import static dev.sparring.policy.checkpoint.HuggingFaceCases.scores;
import static dev.sparring.policy.checkpoint.HuggingFaceCases.writeModel;
import static dev.sparring.policy.checkpoint.HuggingFaceCases.writeTensors;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Positions and log-probabilities under a configuration are those of transformers, or it is refused
 * by name. {@code it/huggingface} makes the cases; with the system property {@code
 * huggingface.configurations} other ones are taken.
 */
class ConfigAgreementTest {
  private static final float SAME = 2e-4f;
  private static final JsonNode NONE = Json.MAPPER.createObjectNode();

  @TempDir Path folder;
  private Path model;

  @BeforeEach
  void nameTheModel() {
    model = folder.resolve("model");
  }

  private static Stream<Arguments> cases() {
    return HuggingFaceCases.arguments(HuggingFaceCases.file("configurations"));
  }

  /** As Python writes it: numbers that are none stand there as they are. */
  private static String config(JsonNode change) throws IOException {
    ObjectNode config = BASE.path("config").deepCopy();
    config.setAll((ObjectNode) change);
    return new String(Json.bytes(config), StandardCharsets.UTF_8);
  }

  private static void assertClose(float actual, JsonNode expected, float by) {
    assertThat(actual).isCloseTo((float) expected.asDouble(), within(by));
  }

  private void assertScores(JsonNode expected) {
    float[] actual = scores(model, Optional.empty());
    assertThat(actual).hasSize(expected.size());
    for (int i = 0; i < actual.length; i++) {
      assertClose(actual[i], expected.path(i), SAME);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void positionsAndLogProbabilitiesAreThoseOfTransformers(String name, JsonNode one)
      throws IOException {
    writeModel(model, config(one.path("change")), one.path("tensors"));
    if (one.has("refused")) {
      assertThatThrownBy(() -> ModelSpec.read(model))
          .isInstanceOf(CheckpointException.class)
          .hasMessageStartingWith(
              model.resolve("config.json") + ": " + one.path("refused").asText())
          .hasMessageNotContaining("\n");
      return;
    }
    int size = one.path("size").asInt();
    Rope rope = Rope.read(ConfigFile.read(model), size, ModelSpec.read(model).positions());
    float[][] tables = rope.tables(32);
    for (int i = 0; i < size / 2; i++) {
      float frequency = (float) one.path("frequencies").path(i).asDouble();
      assertThat(rope.frequencies()[i]).isCloseTo(frequency, within(2e-6f * frequency));
      for (int n = 0; n < one.path("at").size(); n++) {
        int at = one.path("at").path(n).asInt() * size + i;
        assertClose(tables[0][at], one.path("cos").path(n).path(i), 2e-5f);
        assertClose(tables[1][at], one.path("sin").path(n).path(i), 2e-5f);
      }
    }
    assertScores(one.path("logprobs"));
  }

  @Test
  void aByteOrderMarkBeforeAFileIsPassedOver() throws IOException {
    writeModel(model, "\uFEFF" + config(NONE), NONE);
    Path tokenizer = model.resolve("tokenizer.json");
    Files.writeString(tokenizer, "\uFEFF" + Files.readString(tokenizer));
    assertScores(BASE.path("logprobs"));
  }

  @Test
  void tensorsOf64BitsAreTakenAsFp32() throws IOException {
    writeModel(model, config(NONE), NONE);
    writeTensors(BASE.path("tensors"), model.resolve("model.safetensors"), "F64");
    assertScores(BASE.path("logprobs"));
    Path exported = folder.resolve("exported");
    assertThat(Export.model(model, Optional.empty(), Optional.empty(), exported))
        .isEqualTo(WeightType.FP32);
    assertThat(scores(exported, Optional.empty())).isEqualTo(scores(model, Optional.empty()));
  }

  @Test
  void numbersThatAreNoneAreWrittenAsPythonReadsThem() throws IOException {
    writeModel(
        model,
        "{\"beta\": -Infinity, \"gamma\": NaN, \"delta\": Infinity," + config(NONE).substring(1),
        NONE);
    Path exported = folder.resolve("exported");
    Export.model(model, Optional.empty(), Optional.of(WeightType.BF16), exported);
    assertThat(Files.readString(exported.resolve("config.json")))
        .contains("\"beta\" : -Infinity", "\"gamma\" : NaN", "\"delta\" : Infinity")
        .contains("\"torch_dtype\" : \"bfloat16\"");
    assertThat(scores(exported, Optional.empty())).hasSize(BASE.path("logprobs").size());
  }
}
