package dev.sparring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparring.policy.checkpoint.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sparring doctor}. */
class DoctorCommandTest {
  @TempDir private Path folder;

  @Test
  void aMachineThatTestsRunOnIsFoundWell() throws IOException {
    Cli.Result said = Cli.sparring("doctor", "--model=bundled", "--json");
    assertThat(said.err()).isEmpty();
    assertThat(said.code()).isZero();
    JsonNode facts = Json.MAPPER.readTree(said.out());
    assertThat(facts.path("problems").isEmpty()).isTrue();
    assertThat(facts.path("pyTorch").asText()).startsWith("2.");
    assertThat(Path.of(facts.path("pyTorchLoadedFrom").asText())).isDirectory();
    assertThat(facts.path("devices").get(0).asText()).isEqualTo("cpu");
    assertThat(facts.path("productsOfBf16").isBoolean()).isTrue();
    assertThat(facts.path("memory").asLong()).isPositive();
    assertThat(facts.path("freeDiskOfTheRunDirectory").asLong()).isPositive();
    assertThat(facts.path("freeDiskOfTheHubCache").asLong()).isPositive();
    assertThat(facts.path("modelSParameters").asLong()).isEqualTo(593_920);
    for (String key : new String[] {"java", "locale", "processors", "proxy", "hub", "hubCache"}) {
      assertThat(facts.has(key)).as(key).isTrue();
    }
  }

  @Test
  void aFolderThatCannotBeWrittenIsALineWithTheRemedyAndExitCodeOne() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    Cli.Result said = Cli.sparring("doctor", "--set=run.directory=" + file + "/runs");
    assertThat(said.complaint())
        .isEqualTo(
            "sparring: the run directory "
                + file
                + "/runs can't be written; run.directory names another folder");
    assertThat(said.code()).isEqualTo(Main.FAILURE);
    assertThat(said.out()).contains("PyTorch", "processors");
  }

  @Test
  void aDeviceThatIsNotThereIsSaid() {
    Cli.Result said = Cli.sparring("doctor", "--set=policy.device=CUDA:99");
    assertThat(said.complaint()).contains("policy.device is cuda:99 and PyTorch sees ");
    assertThat(said.code()).isEqualTo(Main.FAILURE);
  }

  @Test
  void aModelThatCannotBeTrainedIsSaid() throws IOException {
    Path model = Cli.model(folder);
    Files.delete(model.resolve("tokenizer.json"));
    Cli.Result said = Cli.sparring("doctor", "--model=" + model);
    assertThat(said.complaint()).contains("has no tokenizer.json");
    assertThat(said.code()).isEqualTo(Main.FAILURE);
  }

  @Test
  void aRunIsAModelToo() {
    Cli.Result said = Cli.sparring("doctor", "--model=" + Cli.run());
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(said.out()).containsPattern("(?m)^ model +bundled$");
  }
}
