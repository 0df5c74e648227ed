package dev.sparring.policy.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparring.core.ChatMessage;
import dev.sparring.policy.checkpoint.CheckpointException;
import dev.sparring.policy.checkpoint.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Ids and texts are those of transformers for the same files. {@code it/huggingface} makes the
 * cases; with the system property {@code huggingface.tokenizers} other ones are taken.
 */
class TokenizerAgreementTest {
  private static final JsonNode CASES =
      Json.read(
          Path.of(
              System.getProperty(
                  "huggingface.tokenizers", "src/test/resources/huggingface/tokenizers.json")));

  @TempDir Path folder;

  private static Stream<Arguments> cases() {
    return StreamSupport.stream(CASES.path("cases").spliterator(), false)
        .map(one -> Arguments.of(one.path("name").asText(), one));
  }

  private void write(JsonNode one) throws IOException {
    ObjectNode tokenizer = CASES.path("bases").path(one.path("base").asText()).deepCopy();
    tokenizer.setAll((ObjectNode) one.path("set"));
    Files.writeString(folder.resolve("tokenizer.json"), tokenizer.toString());
    for (Map.Entry<String, JsonNode> file : one.path("files").properties()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue().toString());
    }
  }

  private static int[] ints(JsonNode list) {
    return IntStream.range(0, list.size()).map(i -> list.path(i).asInt()).toArray();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void idsTextsAndNamesAreThoseOfTransformers(String name, JsonNode one) throws IOException {
    write(one);
    if (one.has("refused")) {
      assertThatThrownBy(() -> Tokenizer.load(folder).close())
          .isInstanceOf(CheckpointException.class)
          .hasMessageNotContaining("\n");
      return;
    }
    try (Tokenizer tokenizer = Tokenizer.load(folder)) {
      for (JsonNode text : one.path("texts")) {
        String given = text.path("text").asText();
        assertThat(tokenizer.encodeWhole(given)).as(given).isEqualTo(ints(text.path("whole")));
        assertThat(tokenizer.encode(given)).as(given).isEqualTo(ints(text.path("part")));
      }
      for (JsonNode decoded : one.path("decoded")) {
        int[] ids = ints(decoded.path("ids"));
        assertThat(tokenizer.decode(ids)).isEqualTo(decoded.path("text").asText());
        IncrementalDecoder incremental = new IncrementalDecoder(tokenizer);
        IntStream.of(ids).forEach(incremental::add);
        assertThat(incremental.text()).isEqualTo(decoded.path("text").asText());
      }
      assertThat(tokenizer.ids()).isEqualTo(one.path("size").asInt());
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void templatesNameTheTokensOfTheTokenizer(String name, JsonNode one) throws IOException {
    write(one);
    JsonNode names = one.path("names");
    StringBuilder template = new StringBuilder();
    StringBuilder expected = new StringBuilder();
    for (Map.Entry<String, JsonNode> entry : names.properties()) {
      template.append("{{ ").append(entry.getKey()).append(" | tojson }}|");
      expected.append(entry.getValue().toString().replace("\",\"", "\", \"")).append('|');
    }
    for (String other : List.of("sep_token", "pad_token", "unk_token", "bos_token")) {
      template.append("{{ ").append(other).append(" is defined }}|");
      expected.append(names.has(other) ? "True|" : "False|");
    }
    Path file = Files.writeString(folder.resolve("own.jinja"), template.toString());
    Prompts prompts = Prompts.load(folder, Optional.of(file));
    if (!one.has("refused")) {
      assertThat(prompts.render(List.of(ChatMessage.user("1")))).isEqualTo(expected.toString());
    }
  }
}
