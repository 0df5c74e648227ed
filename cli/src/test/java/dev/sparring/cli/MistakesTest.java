package dev.sparring.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.sparring.orchestrator.run.Summary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A mistake is one clear line and exit code 2, and leaves nothing behind. */
class MistakesTest {
  @TempDir private Path runs;

  private void refused(String line, String... more) {
    Cli.Result said = Cli.train(runs.resolve("all"), more);
    assertThat(said.complaint()).startsWith("sparring: ").contains(line);
    assertThat(said.code()).isEqualTo(Main.MISTAKE);
    assertThat(runs.resolve("all")).doesNotExist();
  }

  @Test
  void of_an_unknown_key_the_nearest_is_named() {
    refused("unknown key run.stepz (--set); did you mean run.steps?", "--set=run.stepz=3");
  }

  @Test
  void a_value_of_the_wrong_type_is_told_what_is_taken() {
    refused(
        "solver.samples holds \"many\" (--set); it takes a whole number, 1 or more",
        "--set=solver.samples=many");
  }

  @Test
  void all_mistakes_of_a_configuration_are_told() {
    Cli.Result said = Cli.train(runs, "--set=run.stepz=3", "--set=learn.rate=high");
    assertThat(said.code()).isEqualTo(Main.MISTAKE);
    assertThat(said.err().lines()).hasSize(2).allMatch(line -> line.startsWith("sparring: "));
  }

  @Test
  void a_set_without_a_value_is_refused() {
    refused("should be in KEY=VALUE format but was run.steps", "--set", "run.steps");
  }

  @Test
  void a_configuration_that_is_not_there_is_named() {
    refused("there is no file nowhere.conf", "nowhere.conf");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "a/b", "", "my run", ".", "é"})
  void a_run_name_that_is_no_folder_name_is_refused_at_once(String name) {
    refused(
        "--name is \""
            + name
            + "\"; it takes a folder name of up to 100 letters, digits, dots, underscores and",
        "--name",
        name);
    assertThat(runs).isEmptyDirectory();
  }

  @Test
  void a_number_of_threads_that_no_machine_has_use_for_is_refused() {
    refused(
        "policy.threads holds 100000 (--set); it takes a whole number from 0 to 1024",
        "--set=policy.threads=100000");
  }

  @Test
  void an_unknown_option_is_named() {
    refused("Unknown option: '--nmae=x'", "--nmae=x");
  }

  @Test
  void a_command_that_is_misspelt_is_guessed() {
    Cli.Result said = Cli.sparring("trian");
    assertThat(said.complaint()).contains("'trian'", "did you mean train?");
    assertThat(said.code()).isEqualTo(Main.MISTAKE);
  }

  @Test
  void a_device_that_is_not_there_is_named() {
    refused("policy.device is cuda:99 and PyTorch sees ", "--set=policy.device=cuda:99");
  }

  @Test
  void a_model_that_is_not_there_is_named() {
    refused("there is no directory nowhere/model, the cache ", "--set=policy.model=nowhere/model");
  }

  @Test
  void a_model_that_lacks_a_tensor_is_refused() throws IOException {
    Path model = Cli.model(runs);
    Path file = model.resolve("model.safetensors");
    byte[] bytes = Files.readAllBytes(file);
    String latin = new String(bytes, StandardCharsets.ISO_8859_1);
    int at = latin.indexOf("model.norm.weight");
    bytes[at + 7] = 'u';
    Files.write(file, bytes);
    refused("lacks the tensor model.norm.weight", "--set=policy.model=" + model);
  }

  @Test
  void a_model_that_is_cut_off_is_refused() throws IOException {
    Path model = Cli.model(runs);
    Path file = model.resolve("model.safetensors");
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 100));
    refused("model.safetensors is truncated: tensor", "--set=policy.model=" + model);
  }

  @Test
  void a_tensor_of_another_shape_is_refused() throws IOException {
    Path model = Cli.model(runs);
    configure(model, "\"intermediate_size\": [0-9]+", "\"intermediate_size\": 8");
    refused("config.json says [8, 128]", "--set=policy.model=" + model);
  }

  @Test
  void an_architecture_that_is_not_supported_is_refused() throws IOException {
    Path model = Cli.model(runs);
    configure(model, "LlamaForCausalLM", "GPT2LMHeadModel");
    refused(
        "architecture GPT2LMHeadModel is not supported; supported: LlamaForCausalLM",
        "--set=policy.model=" + model);
  }

  private static void configure(Path model, String pattern, String with) throws IOException {
    Path file = model.resolve("config.json");
    String text = Files.readString(file);
    String changed = text.replaceAll(pattern, with);
    assertThat(changed).isNotEqualTo(text);
    Files.writeString(file, changed);
  }

  @Test
  void a_prompt_that_does_not_fit_the_context_is_refused() {
    refused("does not fit the context of 5; raise policy.context", "--set=policy.context=5");
  }

  @Test
  void a_run_name_that_is_taken_is_refused_and_the_run_stays() throws IOException {
    Path run = Cli.run();
    byte[] metrics = Files.readAllBytes(run.resolve("metrics.jsonl"));
    Cli.Result said = Cli.train(run.getParent(), "--name", "finished");
    assertThat(said.complaint()).contains("there is a run", "--resume");
    assertThat(said.code()).isEqualTo(Main.MISTAKE);
    assertThat(Files.readAllBytes(run.resolve("metrics.jsonl"))).isEqualTo(metrics);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "my run", "../x", "a/b", "/x", ".", "..", ".x", "-", "a\nb", "é", "a\\b"})
  void a_run_name_is_judged_by_one_rule_however_it_is_given(String name) {
    String rule = "; it takes a folder name of up to 100 letters, digits, dots, underscores and";
    refused(rule, "--name=" + name);
    if (!name.isEmpty()) {
      refused(rule, "--set=run.name=" + name);
    }
    String[] long101 = {"--name", "x".repeat(101)};
    refused(rule, long101);
    assertThat(Cli.train(runs, "--name=" + name).out()).as("at once").isEmpty();
  }

  @Test
  void a_resumption_of_what_is_no_run_is_refused() {
    Cli.Result said = Cli.sparring("train", "--resume", runs.toString());
    assertThat(said.complaint()).contains(runs + " is not a run: it has no run.conf");
    assertThat(said.code()).isEqualTo(Main.MISTAKE);
  }

  @Test
  void a_resumption_with_another_configuration_is_refused_key_by_key() {
    Cli.Result said =
        Cli.sparring(
            "train",
            "--resume=" + Cli.run(),
            "--set=learn.rate=1e-3",
            "--set=solver.samples=8",
            "--set=evaluation.every=1");
    assertThat(said.err().lines()).hasSize(2);
    assertThat(said.err()).contains("learn.rate was 2e-4 and is now 1e-3", "solver.samples was 4");
    assertThat(said.code()).isEqualTo(Main.MISTAKE);
  }

  @Test
  void a_resumption_takes_no_other_configuration_file() {
    Cli.Result said = Cli.sparring("train", "--resume=" + Cli.run(), "--name=other");
    assertThat(said.complaint()).contains("--resume goes on with the run's own configuration");
    assertThat(said.code()).isEqualTo(Main.MISTAKE);
  }

  /** {@code /dev/full} refuses every byte, as a full disk does. */
  @Test
  void a_full_disk_ends_the_run_with_a_remedy_that_works() throws Exception {
    Path full = Path.of("/dev/full");
    assumeThat(Files.exists(full)).isTrue();
    Path run = runs.resolve("full");
    Path rollouts = run.resolve("rollouts").resolve(".000002.jsonl.gz.tmp");
    Thread fills =
        new Thread(
            () -> {
              while (!Files.exists(run.resolve("run.conf"))) {
                Thread.onSpinWait();
              }
              assertThatNoException().isThrownBy(() -> Files.createSymbolicLink(rollouts, full));
            });
    fills.start();
    Cli.Result said = Cli.train(runs, "--name=full", "--set=checkpoint.every=1");
    fills.join();
    String remedy = "sparring train --resume " + run;
    assertThat(said.complaint())
        .isEqualTo(
            "sparring: there is no space left for "
                + run
                + "; free some space and go on with: "
                + remedy);
    assertThat(said.code()).isEqualTo(Main.MISTAKE);
    Summary summary = Summary.read(run).orElseThrow();
    assertThat(summary.stopped()).isEqualTo(Summary.FAILED);
    assertThat(summary.steps()).isEqualTo(1);
    assertThat(Files.readAllLines(run.resolve("metrics.jsonl"))).hasSize(1);

    Cli.Result resumed = Cli.sparring("train", "--resume", run.toString());
    assertThat(resumed.code()).isZero();
    assertThat(Summary.read(run).orElseThrow().stopped()).isEqualTo(Summary.COMPLETED);
    for (String file : List.of("model.safetensors", "optimizer.safetensors")) {
      assertThat(run.resolve("checkpoints/000002").resolve(file))
          .hasSameBinaryContentAs(Cli.run().resolve("checkpoints/000002").resolve(file));
    }
  }
}
