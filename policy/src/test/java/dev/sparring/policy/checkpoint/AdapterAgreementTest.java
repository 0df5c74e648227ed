package dev.sparring.policy.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparring.core.Episode;
import dev.sparring.core.Role;
import dev.sparring.core.config.Settings;
import dev.sparring.policy.Policy;
import dev.sparring.policy.Tiny;
import dev.sparring.policy.tensor.Tensors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
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
  private static final Settings ONE_THREAD = Tiny.settings("policy.threads", "1");
  private static final JsonNode FILE =
      Json.read(
          Path.of(
              System.getProperty(
                  "huggingface.adapters", "src/test/resources/huggingface/adapters.json")));

  @TempDir Path folder;
  private Path base;

  private static Stream<Arguments> cases() {
    return StreamSupport.stream(FILE.path("cases").spliterator(), false)
        .map(one -> Arguments.of(one.path("name").asText(), one));
  }

  private static Stream<Arguments> supported() {
    return cases().filter(one -> !((JsonNode) one.get()[1]).has("refused"));
  }

  @BeforeEach
  void writeTheBase() throws IOException {
    base = Files.createDirectories(folder.resolve("base"));
    Files.writeString(base.resolve("config.json"), FILE.at("/base/config").toString());
    ObjectNode tokenizer = Json.MAPPER.createObjectNode();
    ObjectNode model = tokenizer.putObject("model").put("type", "WordLevel").put("unk_token", "0");
    ObjectNode vocabulary = model.putObject("vocab");
    IntStream.range(0, 32).forEach(id -> vocabulary.put(Integer.toString(id), id));
    Files.writeString(base.resolve("tokenizer.json"), tokenizer.toString());
    tensors(FILE.at("/base/tensors"), base.resolve("model.safetensors"));
  }

  private static void tensors(JsonNode tensors, Path file) throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter();
    for (Map.Entry<String, JsonNode> tensor : tensors.properties()) {
      long[] shape = Json.MAPPER.convertValue(tensor.getValue().path("shape"), long[].class);
      byte[] data = Base64.getDecoder().decode(tensor.getValue().path("data").asText());
      writer.add(
          tensor.getKey(),
          "F32",
          shape,
          () -> ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN));
    }
    writer.write(file);
  }

  private Path adapter(JsonNode one) throws IOException {
    Path adapter = Files.createDirectories(folder.resolve("adapter"));
    Files.writeString(adapter.resolve(AdapterSpec.FILE), one.path("config").toString());
    JsonNode tensors = one.path("tensors");
    for (JsonNode other : FILE.path("cases")) {
      tensors = tensors.equals(other.path("name")) ? other.path("tensors") : tensors;
    }
    tensors(tensors, adapter.resolve(Adapter.WEIGHTS));
    return adapter;
  }

  private static float[] scores(Path model, Optional<Path> adapter) {
    int[] ids = Json.MAPPER.convertValue(FILE.at("/base/ids"), int[].class);
    boolean[] mask = new boolean[ids.length];
    Arrays.fill(mask, 1, ids.length, true);
    float[] none = new float[ids.length];
    Episode episode = new Episode("", Role.SOLVER, ids, mask, none, none);
    try (Policy policy = Policy.forWriting(model, adapter, ONE_THREAD)) {
      return policy.score(List.of(episode), () -> false).get(0).logprobs();
    }
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
