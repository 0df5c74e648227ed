package dev.sparring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.core.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidateCommandTest {
  @TempDir private Path folder;

  @Test
  void what_it_shows_reads_back_as_the_configuration() throws IOException {
    Path file = folder.resolve("mine.conf");
    Files.writeString(file, "sparring.run.steps = 7\n");
    Cli.Result said = Cli.sparring("validate", file.toString(), "--set=run.seed=5");
    assertThat(said.code()).isZero();
    String shown = said.out().substring(0, said.out().indexOf("\n}\n") + 3);
    assertThat(Settings.parse(shown))
        .isEqualTo(Settings.load(Optional.of(file), Map.of("run.seed", "5")));
  }

  @Test
  void every_configuration_that_comes_along_is_right_and_one_rewards_truth() throws IOException {
    List<String> truth = new ArrayList<>();
    try (var files = Files.walk(Path.of("../config"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".conf")).toList()) {
        if (Settings.load(Optional.of(file), Map.of()).policy().model().contains("/")) {
          continue; // needs the hub
        }
        Cli.Result said = Cli.sparring("validate", file.toString());
        assertThat(said.code()).as("%s: %s", file, said.err()).isZero();
        if (Settings.load(Optional.of(file), Map.of()).solver().reward().equals("truth")) {
          truth.add(file.getFileName().toString());
        }
      }
    }
    assertThat(truth).containsExactly("ceiling-true-labels.conf");
  }

  @Test
  void memory_is_estimated_by_what_it_holds() {
    Cli.Result said = Cli.sparring("validate");
    assertThat(said.code()).isZero();
    assertThat(said.out())
        .contains("LlamaForCausalLM, 593,920 parameters")
        .containsPattern("(?m)^ weights +2\\.3$")
        .containsPattern("(?m)^ optimizer moments +4\\.5$")
        .contains("gradients", "reference policy", "activations", "key/value cache");
  }

  @Test
  void halved_numbers_take_half_the_memory() {
    assertThat(Cli.sparring("validate", "--set=policy.dtype=bf16").out())
        .containsPattern("(?m)^ weights +1\\.1$");
  }

  @Test
  void every_thing_that_is_wrong_has_its_line() throws IOException {
    Path model = Cli.model(folder);
    Files.delete(model.resolve("tokenizer.json"));
    Files.delete(model.resolve("model.safetensors"));
    Cli.Result said = Cli.sparring("validate", "--set=policy.model=" + model);
    assertThat(said.code()).isEqualTo(Main.MISTAKE);
    assertThat(said.err().lines()).hasSize(2);
    assertThat(said.err()).contains("has no model.safetensors", "has no tokenizer.json");
  }

  @Test
  void a_missing_model_is_said() {
    Cli.Result said = Cli.sparring("validate", "--set=policy.model=nowhere");
    assertThat(said.code()).isEqualTo(Main.MISTAKE);
    assertThat(said.complaint()).contains("there is no model directory nowhere");
  }

  @Test
  void a_prompt_that_does_not_fit_is_said() {
    Cli.Result said = Cli.sparring("validate", "--set=policy.context=6");
    assertThat(said.code()).isEqualTo(Main.MISTAKE);
    assertThat(said.complaint()).contains("does not fit the context of 6");
  }
}
