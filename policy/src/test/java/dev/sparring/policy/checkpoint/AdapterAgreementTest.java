package dev.sparring.policy.checkpoint;

import static dev.sparring.policy.checkpoint.HuggingFaceCases.scores;
import static dev.sparring.policy.checkpoint.HuggingFaceCases.writeModel;
import static dev.sparring.policy.checkpoint.HuggingFaceCases.writeTensors;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparring.policy.Tiny;
import dev.sparring.policy.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Log-probabilities under adapters are those of PEFT, or the adapter is refused by name. {@code
 * it/huggingface} makes the cases; with the system property {@code huggingface.adapters} other ones
 * are taken.
 */
class AdapterAgreementTest {
  private static final float SAME = 2e-4f;
  private static final JsonNode FILE = HuggingFaceCases.file("adapters");

  @TempDir Path folder;
  private Path base;

  private static Stream<Arguments> cases() {
    return HuggingFaceCases.arguments(FILE);
  }

  private static Stream<Arguments> supported() {
    return cases().filter(one -> !((JsonNode) one.get()[1]).has("refused"));
  }

  @BeforeEach
  void writeTheBase() throws IOException {
    base = folder.resolve("base");
    writeModel(base, FILE.at("/base/config").toString(), Json.MAPPER.createObjectNode());
  }

  private Path adapter(JsonNode one) throws IOException {
    Path adapter = Files.createDirectories(folder.resolve("adapter"));
    Files.writeString(adapter.resolve(AdapterSpec.FILE), one.path("config").toString());
    JsonNode tensors = one.path("tensors");
    for (JsonNode other : FILE.path("cases")) {
      tensors = tensors.equals(other.path("name")) ? other.path("tensors") : tensors;
    }
    writeTensors(tensors, adapter.resolve(Adapter.WEIGHTS), "F32");
    return adapter;
  }

  private static void assertScores(float[] actual, JsonNode expected) {
    assertThat(actual).hasSize(expected.size());
    for (int i = 0; i < actual.length; i++) {
      assertThat(actual[i]).isCloseTo((float) expected.path(i).asDouble(), within(SAME));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void logProbabilitiesAreThoseOfPeftOrTheAdapterIsRefusedByName(String name, JsonNode one)
      throws IOException {
    Path adapter = adapter(one);
    if (one.has("refused")) {
      assertThatThrownBy(() -> scores(base, Optional.of(adapter)))
          .isInstanceOf(CheckpointException.class)
          .hasMessageStartingWith(adapter.toString())
          .hasMessageContaining(one.path("refused").asText())
          .hasMessageNotContaining("\n");
    } else {
      assertScores(scores(base, Optional.of(adapter)), one.path("logprobs"));
      String note = one.path("absent").asInt() + " modules for which " + Adapter.WEIGHTS;
      assertThat(Adapter.notes(adapter, base)).hasSize(one.path("absent").asInt() > 0 ? 1 : 0);
      assertThat(Adapter.notes(adapter, base)).allMatch(line -> line.contains(note));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("supported")
  void whatIsMergedOrWrittenAgainScoresTheSame(String name, JsonNode one) throws IOException {
    Path adapter = adapter(one);
    Path merged = folder.resolve("merged");
    Export.model(base, Optional.of(adapter), Optional.empty(), merged);
    assertScores(scores(merged, Optional.empty()), one.path("logprobs"));
    Path again = folder.resolve("again");
    Export.adapter(adapter, base, "base", Optional.empty(), Optional.empty(), again);
    assertScores(scores(base, Optional.of(again)), one.path("logprobs"));
    Path saved = folder.resolve("saved");
    try (Tensors scope = Tensors.on(Tiny.DEVICE, 1);
        Adapter loaded = Adapter.load(scope, ModelSpec.read(base), adapter, base)) {
      loaded.save(saved, "base");
    }
    assertScores(scores(base, Optional.of(saved)), one.path("logprobs"));
  }
}
