package dev.sparring.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.orchestrator.run.RunDirectory;
import dev.sparring.testkit.RunFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bundled model, named as a model of the hub, in processes that have nothing but its name. */
final class HubIT {
  private static final String MODEL = "Owner/bundled";
  private static final String FIXED = MODEL + "@" + ServedModel.COMMIT;

  @TempDir private Path directory;
  private final Map<String, String> environment = new TreeMap<>();
  private ServedModel hub;

  @BeforeEach
  void aHub() throws IOException {
    hub = new ServedModel(RunFiles.HOME.resolve("models/bundled"));
    environment.put("HF_ENDPOINT", hub.endpoint());
    environment.put("HF_HUB_CACHE", directory.resolve("cache").toString());
    environment.put("HF_HUB_OFFLINE", "0");
    environment.put("no_proxy", "*");
  }

  @AfterEach
  void closeHub() {
    hub.close();
  }

  private TrainingProcess sparring(String... arguments) {
    return TrainingProcess.start(directory.resolve("said"), environment, List.of(arguments));
  }

  private static String[] train(Map<String, String> settings, String name) {
    List<String> arguments = new ArrayList<>(List.of("train", "--name", name));
    settings.forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
    return arguments.toArray(String[]::new);
  }

  @Test
  void aRunOfAModelOnTheHubIsTheRunOfItsDirectoryAndGoesOnWithoutTheHub() throws IOException {
    String[] constant = {"learn.decay", "constant", "run.steps", "2", "policy.model", MODEL};
    TrainingProcess trained = sparring(train(RunFiles.tiny(directory, constant), "hub"));
    assertThat(trained.end()).as(trained::output).isZero();
    assertThat(trained.output())
        .containsOnlyOnce("Downloading model.safetensors, 2.4 MB")
        .containsOnlyOnce("Downloading config.json, ");
    Path run = directory.resolve("hub");
    assertThat(RunDirectory.settings(run).policy().model()).isEqualTo(FIXED);

    hub.close();
    int requests = hub.requests.size();
    environment.put("HF_HUB_OFFLINE", "1");
    TrainingProcess resumed = sparring("train", "--resume", run.toString(), "--set", "run.steps=4");
    assertThat(resumed.end()).as(resumed::output).isZero();
    assertThat(hub.requests).hasSize(requests);

    String[] local = {"learn.decay", "constant", "run.steps", "4"};
    assertThat(sparring(train(RunFiles.tiny(directory, local), "whole")).end()).isZero();
    RunFiles.assertSame(run, directory.resolve("whole"));
  }

  @Test
  void validatingNeedsNoWeights() {
    TrainingProcess validated = sparring("validate", "--set", "policy.model=" + MODEL);
    assertThat(validated.end()).as(validated::output).isZero();
    assertThat(validated.output()).contains("LlamaForCausalLM, 593,920 parameters");
    assertThat(hub.requests)
        .anyMatch(r -> r.endsWith("tokenizer.json"))
        .noneMatch(r -> r.endsWith(".safetensors"));
  }

  @Test
  void aModelThatNobodyHasIsOneLine() {
    TrainingProcess refused =
        sparring(train(RunFiles.tiny(directory, "policy.model", "Owner/nothing"), "none"));
    assertThat(refused.end()).isEqualTo(2);
    assertThat(refused.output().lines().filter(line -> line.startsWith("sparring: ")))
        .containsExactly(
            "sparring: there is no model Owner/nothing: no such directory, and none on "
                + hub.endpoint());
    assertThat(Files.exists(directory.resolve("none"))).isFalse();
    assertThat(Files.exists(directory.resolve("cache"))).isFalse();
  }
}
