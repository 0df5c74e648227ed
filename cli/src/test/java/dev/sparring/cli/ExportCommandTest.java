package dev.sparring.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparring.policy.checkpoint.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportCommandTest {
  private static final String IDS = "{\"ids\":[1,8,9,17,10,7,20,11,9]}";

  @TempDir private Path folder;

  private Path out() {
    return folder.resolve("out");
  }

  private Path run(String use) {
    Cli.Result said =
        Cli.train(
            folder,
            "--name=" + use,
            "--set=policy.adapter.use=" + use,
            "--set=policy.adapter.rank=4",
            "--set=learn.rate=0.01");
    assertThat(said.code()).as(said.err()).isZero();
    return folder.resolve(use);
  }

  private static Cli.Result export(Object... arguments) {
    return Cli.sparring(
        Stream.concat(Stream.of("export"), Stream.of(arguments).map(Object::toString))
            .toArray(String[]::new));
  }

  private static String exported(Object... arguments) {
    Cli.Result said = export(arguments);
    assertThat(said.err()).isEmpty();
    assertThat(said.code()).isZero();
    return said.out();
  }

  private void refused(String line, Object... arguments) throws IOException {
    Cli.Result said = export(arguments);
    assertThat(said.complaint()).startsWith("sparring: ").contains(line);
    assertThat(said.code()).isEqualTo(Main.MISTAKE);
    assertThat(names(folder)).doesNotContain("out", ".out.tmp");
  }

  private static List<String> names(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static double[] scores(Path model) throws IOException {
    Cli.Result said = Cli.given(List.of(IDS), "score", model.toString(), "--threads=2");
    assertThat(said.code()).as(said.err()).isZero();
    JsonNode logprobs = Json.MAPPER.readTree(said.out()).path("logprobs");
    return Json.MAPPER.convertValue(logprobs, double[].class);
  }

  @Test
  void an_adapter_run_scores_the_same_as_adapter_and_almost_as_merged_model() throws IOException {
    Path run = run("shared");
    double[] expected = scores(run);
    assertThat(expected).isNotEqualTo(scores(Path.of("bundled")));
    assertThat(exported(run, out())).contains("a LoRA adapter over", "models/bundled, fp32");
    assertThat(names(out())).containsExactly("adapter_config.json", "adapter_model.safetensors");
    assertThat(scores(out())).isEqualTo(expected);
    Path merged = folder.resolve("merged");
    assertThat(exported(run, merged, "--merge")).contains("merged into", "models/bundled, fp32");
    assertThat(scores(merged)).containsExactly(expected, within(2e-4));
  }

  @Test
  void adapters_of_roles_are_directories_of_roles() throws IOException {
    Path run = run("per-role");
    assertThat(exported(run, out()).lines()).hasSize(2);
    assertThat(names(out())).containsExactly("proposer", "solver");
    assertThat(names(out().resolve("solver")))
        .containsExactly("adapter_config.json", "adapter_model.safetensors");
    assertThat(scores(out())).isEqualTo(scores(run));
    Path merged = folder.resolve("merged");
    exported(run, merged, "--merge");
    assertThat(names(merged)).containsExactly("proposer", "solver");
    assertThat(scores(merged.resolve("solver"))).containsExactly(scores(run), within(2e-4));
  }

  @Test
  void a_run_of_all_weights_is_a_model_merged_or_not() throws IOException {
    exported(Cli.run(), out());
    assertThat(names(out()))
        .containsExactly(
            "config.json",
            "generation_config.json",
            "model.safetensors",
            "tokenizer.json",
            "tokenizer_config.json");
    assertThat(scores(out())).isEqualTo(scores(Cli.run()));
    Path merged = folder.resolve("merged");
    exported(Cli.run(), merged, "--merge", "--dtype=bf16");
    assertThat(Json.read(merged.resolve("config.json")).path("torch_dtype").asText())
        .isEqualTo("bfloat16");
    assertThat(Files.size(merged.resolve("model.safetensors")))
        .isLessThan(Files.size(out().resolve("model.safetensors")) * 2 / 3);
  }

  @Test
  void a_checkpoint_of_an_adapter_run_is_taken_as_well() throws IOException {
    Path run = run("shared");
    exported(run.resolve("checkpoints").resolve("000002"), out(), "--merge");
    exported(run, folder.resolve("newest"), "--merge");
    assertThat(out().resolve("model.safetensors"))
        .hasSameBinaryContentAs(folder.resolve("newest").resolve("model.safetensors"));
  }

  @Test
  void mistakes_are_one_line_and_leave_nothing() throws IOException {
    refused("nowhere does not exist", "nowhere", out());
    refused("is neither a model", folder, out());
    refused(
        "dtype int8 is not supported; supported: fp32, bf16, fp16",
        "bundled",
        out(),
        "--dtype=int8");
    refused("Missing required parameter: 'OUT'", "bundled");
    Path file = Files.writeString(folder.resolve("file"), "");
    refused("can't make " + file.resolve("out"), "bundled", file.resolve("out"));
    Path taken = Files.createDirectory(folder.resolve("taken"));
    refused(taken + " exists already; choose another OUT, or remove it", "bundled", taken);
    assertThat(names(taken)).isEmpty();
  }

  @Test
  void a_model_that_proves_damaged_on_the_way_leaves_nothing() throws IOException {
    Path model = Cli.model(folder);
    Path weights = model.resolve("model.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    bytes[bytes.length - 1] = 0x7f;
    bytes[bytes.length - 2] = (byte) 0xff;
    Files.write(weights, bytes);
    refused("holds a number that is not finite", model, out());
  }

  @Test
  void an_adapter_whose_base_is_not_known_or_gone_is_refused() throws IOException {
    Path adapter = folder.resolve("adapter");
    Files.createDirectories(adapter);
    Path golden = Cli.GOLDEN.resolve("llama-tiny").resolve("adapter");
    for (String name : names(golden)) {
      Files.copy(golden.resolve(name), adapter.resolve(name));
    }
    Path config = adapter.resolve("adapter_config.json");
    Cli.edit(config, json -> json.put("base_model_name_or_path", folder + "/gone"));
    refused(
        config + ": there is no base " + folder.resolve("gone") + "; --model BASE takes it from",
        adapter,
        out());
    Cli.edit(config, json -> json.put("base_model_name_or_path", "gone"));
    Path here = Path.of("gone").toAbsolutePath();
    refused(config + ": there is no base " + here + "; --model BASE", adapter, out());
    Cli.edit(config, json -> json.putNull("base_model_name_or_path"));
    refused("names no base (base_model_name_or_path); --model BASE does", adapter, out());
    String base = Cli.GOLDEN.resolve("llama-tiny").toString();
    exported(adapter, folder.resolve("by option"), "--merge", "--model=" + base);
    Cli.edit(config, json -> json.put("base_model_name_or_path", base));
    exported(adapter, out(), "--merge");
  }
}
