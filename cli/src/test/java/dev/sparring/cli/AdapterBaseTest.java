package dev.sparring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which base an adapter goes over. */
class AdapterBaseTest {
  private static final List<String> LINE = List.of("{\"ids\":[5,6,7,8,9]}");

  @TempDir Path folder;
  private Path base;
  private Path adapter;
  private JsonNode expected;

  @BeforeEach
  void writeAnAdapterBesideItsBase() throws IOException {
    base = Cli.golden("llama-tiny", folder);
    adapter = Files.createDirectories(folder.resolve("adapter"));
    Path golden = Cli.GOLDEN.resolve("llama-tiny").resolve("adapter");
    for (String name : List.of("adapter_config.json", "adapter_model.safetensors")) {
      Files.copy(golden.resolve(name), adapter.resolve(name));
    }
    expected = score(base.toString(), "--adapter=" + adapter);
    assertThat(expected).isNotEqualTo(score(base.toString()));
  }

  private void named(Consumer<ObjectNode> change) throws IOException {
    Cli.edit(adapter.resolve("adapter_config.json"), change);
  }

  private static JsonNode score(String... arguments) throws IOException {
    String[] all = new String[arguments.length + 1];
    all[0] = "score";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return Cli.given(LINE, all).answers().get(0).path("logprobs");
  }

  private static void refused(String line, String... arguments) {
    Cli.Result said = Cli.given(LINE, arguments);
    assertThat(said.complaint()).isEqualTo("sparring: " + line);
    assertThat(said.code()).isEqualTo(Main.MISTAKE);
  }

  @Test
  void the_option_goes_over_what_the_adapter_says() throws IOException {
    for (String name : new String[] {"Owner/Name", "../gone", null}) {
      named(json -> json.put("base_model_name_or_path", name));
      assertThat(score("--model=" + base, "--adapter=" + adapter)).isEqualTo(expected);
      assertThat(score(adapter.toString(), "--model=" + base)).isEqualTo(expected);
    }
  }

  @Test
  void a_base_relative_to_the_adapter_is_found() throws IOException {
    named(json -> json.put("base_model_name_or_path", "../llama-tiny"));
    assertThat(score(adapter.toString())).isEqualTo(expected);
  }

  @Test
  void a_base_that_is_not_there_is_named_with_the_option() throws IOException {
    Path config = adapter.resolve("adapter_config.json");
    named(json -> json.put("base_model_name_or_path", folder + "/gone"));
    String gone = folder.resolve("gone").toString();
    refused(
        config + ": there is no base " + gone + "; --model BASE takes it from elsewhere",
        "score",
        adapter.toString());
    named(json -> json.putNull("base_model_name_or_path"));
    refused(
        config + " names no base (base_model_name_or_path); --model BASE does",
        "generate",
        adapter.toString());
  }

  @Test
  void a_model_that_is_named_twice_or_not_at_all_is_refused() {
    refused("there is no model; name it as MODEL, or by --model and --adapter", "score");
    refused(
        "MODEL and --model both name the model under --adapter; leave one out",
        "score",
        base.toString(),
        "--model=" + base,
        "--adapter=" + adapter);
    refused(
        "--model names the base of an adapter, and " + base + " is no adapter; leave one out",
        "score",
        base.toString(),
        "--model=" + base);
  }

  @Test
  void modules_without_tensors_are_warned_of_and_the_answer_comes() throws IOException {
    named(
        json ->
            json.putArray("target_modules")
                .add("q_proj")
                .add("lm_head")
                .add("k_proj")
                .add("v_proj")
                .add("o_proj")
                .add("gate_proj")
                .add("up_proj")
                .add("down_proj"));
    Cli.Result said = Cli.given(LINE, "score", base.toString(), "--adapter=" + adapter);
    assertThat(said.code()).isZero();
    assertThat(said.complaint())
        .isEqualTo(
            adapter.resolve("adapter_config.json")
                + " names 1 modules for which adapter_model.safetensors has no tensors, lm_head for"
                + " example; they stay as in the base");
    assertThat(said.out()).contains("\"logprobs\":" + expected);
  }
}
