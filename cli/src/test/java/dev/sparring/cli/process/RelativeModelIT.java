package dev.sparring.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.orchestrator.run.RunDirectory;
import dev.sparring.testkit.RunFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A base model that is named by a relative path, for a run that trains an adapter over it. */
final class RelativeModelIT {
  @TempDir private Path directory;
  private Path project;
  private Path elsewhere;
  private Path run;

  @BeforeEach
  void aRunOfARelativeModel() throws IOException {
    project = Files.createDirectories(directory.resolve("project/here"));
    elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    run = directory.resolve("project/runs/r");
    Path base = Files.createDirectory(directory.resolve("project/base"));
    try (var files = Files.list(RunFiles.HOME.resolve("models/bundled"))) {
      for (Path file : files.toList()) {
        Files.copy(file, base.resolve(file.getFileName()));
      }
    }
    List<String> arguments = new ArrayList<>(List.of("train", "--name", "r"));
    RunFiles.tiny(
            Path.of("../runs"),
            "policy.model",
            "../base",
            "policy.adapter.use",
            "shared",
            "run.steps",
            "2",
            "learn.decay",
            "constant")
        .forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
    succeeds(project, arguments.toArray(String[]::new));
  }

  @Test
  void theRunIsUsedFromEveryDirectoryAndFollowsItsBaseWhenThatIsMoved() throws IOException {
    Path base = directory.resolve("project/base");
    assertThat(RunDirectory.settings(run).policy().model()).isEqualTo(base.toString());
    succeeds(elsewhere, "eval", run.toString(), "--set", "evaluation.problems=4");
    succeeds(elsewhere, "export", run.toString(), "merged", "--merge");
    succeeds(elsewhere, "train", "--resume", run.toString(), "--set", "run.steps=3");

    Path moved = Files.move(base, directory.resolve("project/moved"));
    String missing = "there is no model directory " + base + "; policy.model takes";
    refused(missing, elsewhere, "train", "--resume", run.toString(), "--set", "run.steps=4");
    String noBase = run + ": there is no base " + base + "; --model BASE takes it from elsewhere";
    refused(noBase, elsewhere, "eval", run.toString());
    refused(noBase, elsewhere, "export", run.toString(), "again", "--merge");
    succeeds(
        project,
        "train",
        "--resume",
        "../runs/r",
        "--set=run.steps=4",
        "--set=policy.model=../moved");
    assertThat(RunDirectory.settings(run).policy().model()).isEqualTo(moved.toString());

    byte[] weights = Files.readAllBytes(moved.resolve("model.safetensors"));
    weights[weights.length - 1] ^= 1;
    Files.write(moved.resolve("model.safetensors"), weights);
    refused("is not what the run", elsewhere, "train", "--resume=" + run, "--set=run.steps=5");
  }

  @Test
  void aRelativePathThatIsNotThereIsNamedWithThePlacesWhereItWasLookedFor() {
    String above =
        "there is no model directory ../base (looked for "
            + directory.resolve("base")
            + "); policy.model takes";
    refused(above, elsewhere, "train", "--set=policy.model=../base");
    refused(above, elsewhere, "validate", "--set=policy.model=../base");
    String below =
        "there is no model directory base (looked for "
            + elsewhere.resolve("base")
            + " and "
            + RunFiles.HOME.resolve("base")
            + "); policy.model takes";
    refused(below, elsewhere, "train", "--set=policy.model=base");
    refused(below, elsewhere, "validate", "--set=policy.model=base");
  }

  private TrainingProcess sparring(Path folder, String... arguments) {
    return TrainingProcess.start(
        directory.resolve("out"), folder, Map.of(), Arrays.asList(arguments));
  }

  private void succeeds(Path folder, String... arguments) {
    TrainingProcess process = sparring(folder, arguments);
    assertThat(process.end()).as(process::output).isZero();
  }

  private void refused(String line, Path folder, String... arguments) {
    TrainingProcess process = sparring(folder, arguments);
    assertThat(process.end()).as(process::output).isEqualTo(2);
    assertThat(process.output().lines().filter(said -> said.startsWith("sparring: ")))
        .singleElement()
        .asString()
        .contains(line);
  }
}
