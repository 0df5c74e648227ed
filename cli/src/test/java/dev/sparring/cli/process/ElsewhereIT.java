package dev.sparring.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.testkit.RunFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line in a folder of its user's. */
final class ElsewhereIT {
  @TempDir private Path directory;

  private TrainingProcess sparring(String... arguments) {
    return TrainingProcess.start(
        directory,
        Optional.empty(),
        directory.resolve("said"),
        Map.of(),
        "dev.sparring.cli.Main",
        List.of(arguments));
  }

  @Test
  void aConfigurationIsTheSameWithAndWithoutItsFolder() throws IOException {
    Files.writeString(directory.resolve("part.conf"), "sparring.run.steps = 7");
    Files.writeString(
        directory.resolve("whole.conf"), "include \"part.conf\"\nsparring.run.seed = 5");
    List<String> shown = new ArrayList<>();
    for (String name : List.of("whole.conf", "./whole.conf", directory + "/whole.conf")) {
      TrainingProcess validated = sparring("validate", name);
      assertThat(validated.end()).as(validated::output).isZero();
      shown.add(validated.output());
    }
    assertThat(shown.get(0)).contains("steps = 7", "seed = 5");
    assertThat(shown).allMatch(shown.get(0)::equals);
  }

  @Test
  void aMistakeBehindAnIncludeNamesItsFile() throws IOException {
    Files.writeString(directory.resolve("part.conf"), "sparring.run.stepz = 7");
    Files.writeString(directory.resolve("whole.conf"), "include \"part.conf\"");
    TrainingProcess refused = sparring("validate", "whole.conf");
    assertThat(refused.end()).isEqualTo(2);
    assertThat(refused.output().strip())
        .isEqualTo(
            "sparring: unknown key run.stepz (line 1 of part.conf); did you mean run.steps?");
  }

  @Test
  void aRunIsNamedByItsNameByEveryCommand() {
    List<String> arguments = new ArrayList<>(List.of("train", "--name", "nightly"));
    Map<String, String> settings =
        RunFiles.tiny(Path.of("runs"), "run.steps", "1", "learn.decay", "constant");
    settings.forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
    TrainingProcess trained = sparring(arguments.toArray(String[]::new));
    assertThat(trained.end()).as(trained::output).isZero();
    assertThat(directory.resolve("runs/nightly")).isDirectory();
    for (String command : List.of("inspect", "eval")) {
      TrainingProcess named = sparring(command, "nightly");
      assertThat(named.end()).as(named::output).isZero();
    }
    TrainingProcess exported = sparring("export", "nightly", "out");
    assertThat(exported.end()).as(exported::output).isZero();
    assertThat(directory.resolve("out/model.safetensors")).exists();
    TrainingProcess resumed = sparring("train", "--resume", "nightly", "--set", "run.steps=2");
    assertThat(resumed.end()).as(resumed::output).isZero();
    assertThat(resumed.output()).contains("Completed after 2 rounds");
    TrainingProcess listed = sparring("runs");
    assertThat(listed.end()).as(listed::output).isZero();
    assertThat(listed.output()).containsPattern("(?m)^ nightly .* 2/2 +completed ");
  }
}
