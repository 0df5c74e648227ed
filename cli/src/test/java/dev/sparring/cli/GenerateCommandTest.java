package dev.sparring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparring.policy.checkpoint.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code sparring generate}. */
class GenerateCommandTest {
  private static final int IDS = 320;
  private static final int END = 319;
  private static final List<String> PROMPT = List.of("{\"text\":\"12+30;S:\"}");

  @TempDir private Path folder;

  /** One ideograph an id. */
  private static String spelt(JsonNode ids) {
    StringBuilder text = new StringBuilder();
    ids.forEach(id -> text.append((char) ('一' + id.asInt())));
    return text.toString();
  }

  /** A golden checkpoint to which any ids can be said, and which ends with the last id only. */
  private Path spelling(String name) throws IOException {
    Path model = Cli.golden(name, folder);
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.putObject("decoder").put("type", "Fuse");
    ObjectNode vocabulary = json.putObject("model").put("type", "BPE").putObject("vocab");
    for (int id = 0; id < IDS; id++) {
      vocabulary.put(Character.toString('一' + id), id);
    }
    ((ObjectNode) json.get("model")).putArray("merges");
    Files.writeString(model.resolve("tokenizer.json"), json.toString());
    Cli.edit(model.resolve("generation_config.json"), c -> c.put("eos_token_id", END));
    return model;
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama-tiny", "qwen2-tiny", "qwen3-tiny"})
  void greedy_ids_are_those_of_transformers(String name) throws IOException {
    JsonNode golden = Json.read(Cli.GOLDEN.resolve(name).resolve("golden.json")).path("greedy");
    JsonNode expected = golden.path("completion");
    String line = "{\"text\":\"" + spelt(golden.path("prompt")) + "\"}";
    Path model = spelling(name);
    JsonNode one =
        Cli.given(List.of(line), "generate", model.toString(), "--temperature=0", "--max-tokens=24")
            .answers()
            .get(0);
    assertThat(one.path("ids")).isEqualTo(expected);
    assertThat(one.path("text").asText()).isEqualTo(spelt(expected));
    assertThat(one.path("logprobs")).hasSameSizeAs(expected);
    assertThat(one.path("finishReason").asText()).isEqualTo("length");
  }

  @Test
  void a_stop_text_that_straddles_tokens_ends_a_text_and_is_not_in_it() throws IOException {
    JsonNode golden = Json.read(Cli.GOLDEN.resolve("llama-tiny/golden.json")).path("greedy");
    String whole = spelt(golden.path("completion"));
    String line =
        "{\"text\":\"%s\",\"temperature\":0,\"maxTokens\":24,\"stop\":[\"never\",\"%s\"]}"
            .formatted(spelt(golden.path("prompt")), whole.substring(9, 12));
    Path model = spelling("llama-tiny");
    JsonNode one = Cli.given(List.of(line), "generate", model.toString()).answers().get(0);
    assertThat(one.path("text").asText()).isEqualTo(whole.substring(0, 9));
    assertThat(one.path("ids")).hasSize(12);
    assertThat(one.path("finishReason").asText()).isEqualTo("stop");
  }

  @Test
  void a_seed_decides_a_text_whatever_else_is_asked() throws IOException {
    String asked = "{\"text\":\"12+30;S:\",\"seed\":7,\"maxTokens\":9,\"id\":\"x\"}";
    JsonNode alone = Cli.given(List.of(asked), "generate", "bundled").answers().get(0);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 11; i++) {
      lines.add(
          "{\"text\":\"%d-3;S:\",\"seed\":%d,\"temperature\":%d,\"n\":2}".formatted(i, i, i % 2));
    }
    lines.add(5, asked);
    List<JsonNode> all = Cli.given(lines, "generate", "bundled", "--max-tokens=30").answers();
    assertThat(all).hasSize(23);
    assertThat(all.get(10)).isEqualTo(alone);
    assertThat(alone.path("id").asText()).isEqualTo("x");
  }

  @Test
  void samples_of_one_prompt_are_numbered_and_the_first_is_the_one_without_number()
      throws IOException {
    JsonNode one = Cli.given(PROMPT, "generate", "bundled").answers().get(0);
    List<JsonNode> many = Cli.given(PROMPT, "generate", "bundled", "--samples=5").answers();
    assertThat(one.has("index")).isFalse();
    assertThat(many)
        .extracting(sample -> sample.path("index").asInt())
        .containsExactly(0, 1, 2, 3, 4);
    assertThat(many.get(0).path("ids")).isEqualTo(one.path("ids"));
    assertThat(many.stream().map(sample -> sample.path("ids")).distinct().count()).isGreaterThan(1);
  }

  @Test
  void a_chat_is_rendered_and_options_stand_in_for_what_lines_leave_out() throws IOException {
    List<String> lines =
        List.of(
            "{\"messages\":[{\"role\":\"user\",\"content\":\"12+30\"}],\"maxTokens\":3}",
            "{\"messages\":[{\"role\":\"user\",\"content\":\"12+30\"}]}");
    List<JsonNode> results =
        Cli.given(lines, "generate", "bundled", "--max-tokens=2", "--temperature=0", "--stop=never")
            .answers();
    assertThat(results.get(0).path("ids")).hasSize(3);
    assertThat(results.get(1).path("ids")).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"text\":\"\"} | the prompt is empty",
        "{\"ids\":[1]} | unknown key ids; known: messages, text, id, maxTokens, temperature, topP,"
            + " topK, minP, seed, n, stop",
        "{\"text\":\"1\",\"temperature\":-1} | temperature holds -1; it takes a number, 0 or more",
        "{\"text\":\"1\",\"temperature\":1e-320} | temperature holds 1.0E-320; it takes 0, or a"
            + " number from 1e-6 to 1e6",
        "{\"text\":\"1\",\"temperature\":1e-40} | temperature holds 1.0E-40; it takes 0, or a number"
            + " from 1e-6 to 1e6",
        "{\"text\":\"1\",\"n\":1000000000} | n holds 1000000000; it takes a whole number from 1 to"
            + " 10000",
        "{\"text\":\"1\",\"topP\":0} | topP holds 0; it takes a number above 0, at most 1",
        "{\"text\":\"1\",\"topK\":1.5} | topK holds 1.5; it takes a whole number, 0 or more",
        "{\"text\":\"1\",\"minP\":\"a\"} | minP holds \"a\"; it takes a number from 0 to 1",
        "{\"text\":\"1\",\"maxTokens\":0} | maxTokens holds 0; it takes a whole number, 1 or more",
        "{\"text\":\"1\",\"n\":0} | n holds 0; it takes a whole number, 1 or more",
        "{\"text\":\"1\",\"seed\":null} | seed holds null; it takes a whole number",
        "{\"text\":\"1\",\"stop\":[\"\"]} | stop holds [\"\"]; it takes a text that is not empty, or"
            + " a list of them"
      })
  void a_line_that_cannot_be_used_is_named_and_those_before_it_are_answered(
      String line, String what) {
    List<String> lines = List.of("{\"text\":\"12+30;S:\",\"maxTokens\":2}", line);
    Cli.Result said = Cli.given(lines, "generate", "bundled");
    assertThat(said.complaint()).isEqualTo("sparring: line 2: " + what);
    assertThat(said.code()).isEqualTo(Main.MISTAKE);
    assertThat(said.out().lines()).hasSize(1);
  }

  @Test
  void a_setting_that_generate_would_not_look_at_is_refused() {
    Cli.Result said = Cli.given(PROMPT, "generate", "bundled", "--set=sampling.temperature=0.5");
    assertThat(said.complaint())
        .startsWith("sparring: --set sampling.temperature is not for generate")
        .contains("--temperature");
    assertThat(said.code()).isEqualTo(Main.MISTAKE);
  }

  @Test
  void an_option_out_of_bounds_is_refused() {
    Cli.Result said = Cli.given(PROMPT, "generate", "bundled", "--top-p=2");
    assertThat(said.complaint())
        .isEqualTo("sparring: options: topP holds 2.0; it takes a number above 0, at most 1");
    assertThat(said.code()).isEqualTo(Main.MISTAKE);
  }
}
