package dev.sparring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparring.policy.checkpoint.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code sparring bench}: what it reports, not how fast it is. */
class BenchCommandTest {
  private static final String MODEL = Cli.GOLDEN.resolve("llama-tiny").toString();

  private static JsonNode timed(String work, String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("bench", work, MODEL, "--repeat=2", "--json"));
    arguments.addAll(List.of(more));
    Cli.Result said = Cli.sparring(arguments.toArray(String[]::new));
    assertThat(said.err()).isEmpty();
    assertThat(said.code()).isZero();
    return Json.MAPPER.readTree(said.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"decode", "learn"})
  void work_on_random_tokens_has_the_keys_of_the_peer(String work) throws IOException {
    JsonNode result = timed(work, "--batch=3", "--prompt=4", "--tokens=5");
    assertThat(result.path("what").asText()).isEqualTo(work);
    assertThat(result.path("seconds")).hasSize(2);
    assertThat(result.fieldNames())
        .toIterable()
        .contains(
            "dtype", "device", "batch", "prompt", "tokens", "lora", "tokensPerSecond", "peakGiB");
    assertThat(result.has("loss")).isEqualTo(work.equals("learn"));
  }

  @Test
  void decoding_is_timed_with_an_adapter_of_the_rank_that_is_asked_for() throws IOException {
    assertThat(
            timed("decode", "--batch=2", "--prompt=3", "--tokens=2", "--lora=3")
                .path("lora")
                .asInt())
        .isEqualTo(3);
    assertThat(Cli.sparring("bench", "decode", MODEL, "--lora=-1").complaint())
        .isEqualTo("sparring: --lora is -1; it takes a rank, or 0 for none");
  }

  @ParameterizedTest
  @CsvSource({
    "decode, --problems=3, --problems is not for bench decode",
    "decode, --samples=3, --samples is not for bench decode",
    "decode, --checkpointing, --checkpointing is not for bench decode",
    "learn, --samples=3, --samples is not for bench learn",
    "round, --batch=3, --batch is not for bench round",
    "decode, --set=learn.rate=1, --set learn.rate is not for bench decode",
    "learn, --set=policy.dtype=bf16, bench takes --dtype in place of --set policy.dtype",
    "round, --set=sparring.policy.threads=1, bench takes --threads in place of"
        + " --set sparring.policy.threads"
  })
  void an_option_without_an_effect_is_refused(String work, String option, String line) {
    Cli.Result said = Cli.sparring("bench", work, MODEL, option);
    assertThat(said.complaint()).startsWith("sparring: " + line);
    assertThat(said.code()).isEqualTo(Main.MISTAKE);
  }

  @Test
  void work_and_types_are_words_in_any_case_and_in_other_programs_names() throws IOException {
    JsonNode result = timed("DECODE", "--batch=2", "--prompt=3", "--tokens=2", "--dtype=BFloat16");
    assertThat(result.path("dtype").asText()).isEqualTo("bf16");
  }

  @Test
  void rounds_have_the_keys_of_the_peer() throws IOException {
    JsonNode result = timed("round", "--problems=2", "--samples=3", "--tokens=6", "--prompt=200");
    assertThat(result.path("what").asText()).isEqualTo("round");
    assertThat(result.path("problems").asInt()).isEqualTo(2);
    assertThat(result.path("samples").asInt()).isEqualTo(3);
    assertThat(result.path("seconds")).hasSize(2);
    assertThat(result.path("meanCompletion").asDouble()).isBetween(0.0, 6.0);
    assertThat(result.fieldNames()).toIterable().contains("dtype", "lora", "peakGiB");
  }

  @ParameterizedTest
  @ValueSource(strings = {"decode", "learn"})
  void random_tokens_that_the_model_has_no_room_for_are_refused_in_one_line(String work) {
    Cli.Result said = Cli.sparring("bench", work, MODEL, "--prompt=200", "--tokens=57");
    assertThat(said.complaint())
        .isEqualTo(
            "sparring: a prompt of 200 tokens and 57 after it make 257, and the model takes 256"
                + " (max_position_embeddings); lower --prompt or --tokens");
    assertThat(said.code()).isEqualTo(Main.MISTAKE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"decode", "learn", "round"})
  void work_is_done_on_the_device_that_is_asked_for_or_refused_in_one_line(String work) {
    Cli.Result said = Cli.sparring("bench", work, MODEL, "--set=policy.device=cuda:99");
    assertThat(said.complaint())
        .startsWith("sparring: policy.device is cuda:99 and PyTorch sees ")
        .endsWith("; take cpu, or let PYTORCH_LIBRARY_PATH name a PyTorch with CUDA");
    assertThat(said.code()).isEqualTo(Main.MISTAKE);
  }

  @Test
  void rounds_that_the_model_would_cut_short_are_refused_in_one_line() {
    Cli.Result said = Cli.sparring("bench", "round", MODEL, "--prompt=200", "--tokens=256");
    assertThat(said.complaint())
        .matches(
            "sparring: a prompt of \\d+ tokens and 256 after it .* takes 256 .*; lower --tokens");
    assertThat(said.code()).isEqualTo(Main.MISTAKE);
  }

  @Test
  void a_prompt_longer_than_it_may_be_is_refused() {
    Cli.Result said = Cli.sparring("bench", "round", MODEL, "--prompt=9");
    assertThat(said.complaint()).contains("a prompt has ", " tokens and --prompt is 9");
    assertThat(said.code()).isEqualTo(Main.MISTAKE);
    assertThat(Cli.sparring("bench", "decode", MODEL, "--batch=0").complaint())
        .isEqualTo("sparring: the counts of bench are 1 or more");
  }
}
