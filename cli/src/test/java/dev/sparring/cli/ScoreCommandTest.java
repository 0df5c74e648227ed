package dev.sparring.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparring.policy.checkpoint.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code sparring score}, against what transformers computes (golden/README.md). */
class ScoreCommandTest {
  private static final Path LLAMA = Cli.GOLDEN.resolve("llama-tiny");

  @ParameterizedTest
  @ValueSource(strings = {"llama-tiny", "qwen2-tiny", "qwen3-tiny"})
  void ids_get_the_log_probabilities_of_transformers(String name) throws IOException {
    JsonNode golden = Json.read(Cli.GOLDEN.resolve(name).resolve("golden.json")).path("score");
    List<String> lines = new ArrayList<>();
    golden.forEach(
        one -> lines.add("{\"ids\":" + one.path("ids") + ",\"id\":" + lines.size() + "}"));
    List<JsonNode> results =
        Cli.given(lines, "score", Cli.GOLDEN.resolve(name).toString()).answers();
    assertThat(results).hasSameSizeAs(lines);
    for (int i = 0; i < lines.size(); i++) {
      JsonNode result = results.get(i);
      assertThat(result.path("id").asInt()).isEqualTo(i);
      assertThat(result.path("ids")).isEqualTo(golden.path(i).path("ids"));
      JsonNode expected = golden.path(i).path("logprobs");
      assertThat(result.path("logprobs")).hasSameSizeAs(expected);
      for (int n = 0; n < expected.size(); n++) {
        assertThat(result.path("logprobs").path(n).asDouble())
            .isCloseTo(expected.path(n).asDouble(), within(2e-4));
      }
    }
  }

  @Test
  void texts_and_chats_become_the_ids_of_transformers() throws IOException {
    JsonNode golden = Json.read(LLAMA.resolve("golden.json"));
    List<JsonNode> texts = new ArrayList<>();
    golden.path("tokenizer").forEach(texts::add);
    texts.removeIf(text -> text.path("ids").isEmpty());
    List<String> lines = new ArrayList<>();
    texts.forEach(
        text ->
            lines.add(Json.MAPPER.createObjectNode().set("text", text.path("text")).toString()));
    JsonNode chat = golden.path("chat");
    lines.add("{\"messages\":" + chat.path("messages") + ",\"completion\":\"19<|im_end|>\"}");
    List<JsonNode> results = Cli.given(lines, "score", LLAMA.toString()).answers();
    for (int i = 0; i < texts.size(); i++) {
      assertThat(results.get(i).path("ids")).isEqualTo(texts.get(i).path("ids"));
      assertThat(results.get(i).path("logprobs")).hasSize(texts.get(i).path("ids").size() - 1);
    }
    JsonNode last = results.get(texts.size());
    int prompt = last.path("promptTokens").asInt();
    assertThat(prompt).isEqualTo(chat.path("ids").size());
    assertThat(IntStream.range(0, prompt).mapToObj(last.path("ids")::path))
        .containsExactlyElementsOf(chat.path("ids"));
    assertThat(last.path("ids").path(last.path("ids").size() - 1).asInt()).isEqualTo(2);
  }

  @Test
  void a_temperature_divides_the_logits() throws IOException {
    List<String> lines = List.of("{\"ids\":[5,6,7]}");
    JsonNode hot =
        Cli.given(lines, "score", LLAMA.toString(), "--temperature=1e6").answers().get(0);
    for (JsonNode logprob : hot.path("logprobs")) {
      assertThat(logprob.asDouble()).isCloseTo(-Math.log(320), within(1e-3));
    }
    Cli.Result cold = Cli.given(lines, "score", LLAMA.toString(), "--temperature=0");
    assertThat(cold.complaint()).isEqualTo("sparring: --temperature takes a number above 0");
    assertThat(cold.code()).isEqualTo(Main.MISTAKE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"ids\":[1,320]} | ids[1] is 320; the model has ids from 0 to 319",
        "{\"ids\":[-1]} | ids[0] is -1; the model has ids from 0 to 319",
        "{\"ids\":[\"a\"]} | ids[0] is \"a\"; the model has ids from 0 to 319",
        "{\"ids\":[]} | there is no token in it",
        "{\"ids\":3} | ids holds 3; it takes a list of token ids",
        "{\"text\":\"\"} | there is no token in it",
        "{\"text\":3} | text holds 3; it takes a text",
        "{\"text\":\"a\",\"completion\":\"b\"} | completion goes with messages",
        "{\"txt\":\"a\"} | unknown key txt; known: ids, text, messages, completion, id",
        "{\"id\":1} | there is none of ids, text, messages; one is taken",
        "{\"ids\":[1],\"text\":\"a\"} | there is more than one of ids, text, messages; one is taken",
        "{\"messages\":[]} | messages holds []; it takes a list of messages, at least one",
        "{\"messages\":[{\"role\":\"user\"}]} | messages[0]: content is missing",
        "{\"messages\":[{\"role\":\"user\",\"content\":[]}]} |"
            + " messages[0]: content holds []; it takes a text",
        "{\"messages\":[{\"role\":\"user\",\"content\":\"a\",\"name\":\"b\"}]} |"
            + " messages[0]: unknown key name; known: role, content",
        "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]} | completion is missing",
        "[] | a JSON object is taken",
        "{\"text\": | not JSON: Unexpected end-of-input within/between Object entries",
        "{\"text\":\"a\"} x | not JSON: Unrecognized token 'x': was expecting (JSON String, Number,"
            + " Array, Object or token 'null', 'true' or 'false')"
      })
  void a_line_that_cannot_be_used_is_named_and_those_before_it_are_answered(
      String line, String what) {
    List<String> lines = List.of("{\"ids\":[5,6]}", "", line, "{\"ids\":[7,8]}");
    Cli.Result said = Cli.given(lines, "score", LLAMA.toString());
    assertThat(said.complaint()).isEqualTo("sparring: line 3: " + what);
    assertThat(said.code()).isEqualTo(Main.MISTAKE);
    assertThat(said.out().lines()).hasSize(1).first().asString().startsWith("{\"ids\":[5,6],");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e-320", "1e-40", "9e-7", "1e7", "1e300", "Infinity"})
  void a_temperature_that_makes_logits_overflow_is_refused(String temperature) {
    Cli.Result said =
        Cli.given(
            List.of("{\"ids\":[5,6,7]}"),
            "score",
            LLAMA.toString(),
            "--temperature=" + temperature);
    assertThat(said.complaint())
        .startsWith("sparring: --temperature is ")
        .endsWith("; it takes a number from 1e-6 to 1e6");
    assertThat(said.code()).isEqualTo(Main.MISTAKE);
    assertThat(said.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e-6", "1e-3", "1e6"})
  void a_temperature_at_the_bounds_gives_finite_numbers(String temperature) throws IOException {
    JsonNode scored =
        Cli.given(
                List.of("{\"ids\":[5,6,7]}"),
                "score",
                LLAMA.toString(),
                "--temperature=" + temperature)
            .answers()
            .get(0);
    assertThat(scored.path("logprobs")).hasSize(2).allMatch(JsonNode::isNumber);
  }

  @Test
  void a_setting_that_score_would_not_look_at_is_refused() {
    Cli.Result said = Cli.given(List.of(), "score", LLAMA.toString(), "--set=sampling.top-p=0.5");
    assertThat(said.complaint())
        .isEqualTo("sparring: --set sampling.top-p is not for score; it has --temperature alone");
    assertThat(said.code()).isEqualTo(Main.MISTAKE);
  }

  @Test
  void a_number_of_threads_that_no_machine_has_use_for_is_refused() {
    for (String threads : List.of("5000", "100000", "-1")) {
      Cli.Result said = Cli.given(List.of(), "score", LLAMA.toString(), "--threads=" + threads);
      assertThat(said.complaint())
          .isEqualTo(
              "sparring: --threads is " + threads + "; it takes a whole number from 0 to 1024");
      assertThat(said.code()).isEqualTo(Main.MISTAKE);
    }
  }

  @Test
  void a_line_that_is_too_long_is_passed_over_and_the_others_are_answered() {
    String longest = "{\"text\":\"" + "7".repeat(8_000_000) + "\"}";
    Cli.Result said =
        Cli.given(
            List.of("{\"ids\":[5,6]}", longest, "{\"ids\":[7,8]}"), "score", LLAMA.toString());
    assertThat(said.complaint())
        .isEqualTo(
            "sparring: line 2: it has more than 2097152 characters and is passed over; split it");
    assertThat(said.code()).isEqualTo(Main.MISTAKE);
    assertThat(said.out().lines()).hasSize(2).last().asString().startsWith("{\"ids\":[7,8],");
  }

  @Test
  void the_longest_line_that_is_read_reaches_the_tokenizer() {
    int around = "{\"text\":\"\"}".length();
    String line = "{\"text\":\"" + "7".repeat(JsonLines.LONGEST - around) + "\"}";
    assertThat(Cli.given(List.of(line), "score", LLAMA.toString()).complaint())
        .startsWith("sparring: line 1: ")
        .endsWith(" tokens do not fit the context of 256");
  }

  @Test
  void a_byte_order_mark_and_ends_of_lines_of_windows_are_taken() throws IOException {
    List<String> lines = List.of("\ufeff{\"ids\":[5,6]}\r", "{\"ids\":[7,8]}\r", "\ufeff");
    assertThat(Cli.given(lines, "score", LLAMA.toString()).answers())
        .extracting(answer -> answer.path("ids").toString())
        .containsExactly("[5,6]", "[7,8]");
  }

  @Test
  void a_text_longer_than_the_context_is_refused() {
    String ids = "{\"ids\":" + IntStream.range(0, 257).mapToObj(i -> 5).toList() + "}";
    assertThat(Cli.given(List.of(ids), "score", LLAMA.toString()).complaint())
        .isEqualTo("sparring: line 1: 257 tokens do not fit the context of 256");
  }

  @Test
  void nothing_asked_is_nothing_answered() {
    Cli.Result said = Cli.given(List.of(), "score", LLAMA.toString());
    assertThat(said.out() + said.err()).isEmpty();
    assertThat(said.code()).isZero();
  }
}
