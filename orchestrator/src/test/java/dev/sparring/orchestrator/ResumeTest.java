package dev.sparring.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparring.core.config.ConfigurationException;
import dev.sparring.core.config.Settings;
import dev.sparring.orchestrator.run.RunContents;
import dev.sparring.orchestrator.run.RunDirectory;
import dev.sparring.orchestrator.run.RunException;
import dev.sparring.orchestrator.run.Summary;
import dev.sparring.testkit.Await;
import dev.sparring.testkit.RunFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every state in which a run can be found; each test plays with a copy of one that is whole. */
final class ResumeTest {
  @TempDir private static Path directory;
  private static Path whole;

  @BeforeAll
  static void aWholeRun() {
    whole = Runs.play(directory, "whole", "learn.decay", "constant", "evaluation.every", "3");
  }

  @Test
  void ofACompletedRunNothingIsTouched() throws IOException {
    Path run = copy("completed");
    Map<Path, String> before = everything(run);
    assertThat(Runs.resume(run))
        .containsExactly(
            "the run " + run + " was completed after 8 rounds; --set run.steps takes it further");
    assertThat(everything(run)).isEqualTo(before);
  }

  @Test
  void aLongerRunIsTheSameWhetherItStoppedOnItsWayOrNot() throws IOException {
    Path longer =
        Runs.play(
            directory,
            "longer",
            "learn.decay",
            "constant",
            "evaluation.every",
            "3",
            "run.steps",
            "11");
    Path run = copy("lengthened");
    assertThat(Runs.resume(run, changed(run, "run.steps", "11")))
        .containsExactly("going on from " + run.resolve("checkpoints/000008"));
    RunFiles.assertSame(run, longer);
    assertThat(RunDirectory.settings(run).run().steps()).isEqualTo(11);
    assertThat(Runs.resume(run).get(0)).contains("completed after 11 rounds");
  }

  @Test
  void aRunThatDiedInItsLastEvaluationOnlyEvaluates() throws IOException {
    Path run = copy("unsummarised");
    Files.delete(run.resolve("summary.json"));
    Runs.resume(run);
    RunFiles.assertSame(run, whole);
  }

  @Test
  void aDamagedCheckpointIsPassedOverAndPlayedAgain() throws IOException {
    Path run = copy("damaged");
    Files.write(
        run.resolve("checkpoints/000008/model.safetensors"),
        new byte[] {1},
        StandardOpenOption.APPEND);
    Files.delete(run.resolve("checkpoints/000006/optimizer.safetensors"));
    assertThat(Runs.resume(run))
        .containsExactly(
            run.resolve("checkpoints/000008")
                + " is damaged: model.safetensors does not have the sum in manifest.sha256;"
                + " falling back to the checkpoint before",
            run.resolve("checkpoints/000006")
                + " is damaged: optimizer.safetensors is missing;"
                + " falling back to the checkpoint before",
            "going on from " + run.resolve("checkpoints/000004"));
    RunFiles.assertSame(run, whole);
    RunFiles.assertLedgerComplete(run, 8, 4, 4);
    assertThat(run.resolve("checkpoints/000006.damaged")).exists();
  }

  @Test
  void aRunWithRoundsAndNoWholeCheckpointIsRefusedAndKeepsItsFiles() throws IOException {
    Path damaged = copy("hopeless");
    for (String step : List.of("000004", "000006", "000008")) {
      Files.delete(damaged.resolve("checkpoints").resolve(step).resolve("manifest.sha256"));
    }
    refusedUntouched(damaged, " has rounds up to 8 and no whole checkpoint to go on from");
    Path emptied = copy("emptied");
    for (Path checkpoint : RunContents.list(emptied.resolve("checkpoints"))) {
      Files.move(checkpoint, directory.resolve("elsewhere-" + checkpoint.getFileName()));
    }
    Files.delete(emptied.resolve("metrics.jsonl"));
    refusedUntouched(emptied, " has rounds up to 8 and no whole checkpoint to go on from");
  }

  @Test
  void theRemedyForARunWithoutACheckpointPlaysItAnew() throws IOException {
    Path run = copy("lost");
    for (Path checkpoint : RunContents.list(run.resolve("checkpoints"))) {
      Files.move(checkpoint, directory.resolve("lost-" + checkpoint.getFileName()));
    }
    refusedUntouched(run, "sparring train " + run.resolve("run.conf") + " --name ANOTHER");
    Settings same = Settings.load(Optional.of(run.resolve("run.conf")), Map.of());
    try (Training training = Training.start(same.named("another"), event -> {})) {
      training.end().join();
      RunFiles.assertSame(training.directory(), whole);
    }
  }

  @Test
  void aRunThatDiedBeforeItsFirstRoundStartsOver() throws IOException {
    Path run = copy("unborn");
    for (Path checkpoint : RunContents.list(run.resolve("checkpoints"))) {
      Files.move(checkpoint, directory.resolve("unborn-" + checkpoint.getFileName()));
    }
    for (Path rollouts : RunContents.list(run.resolve("rollouts"))) {
      Files.delete(rollouts);
    }
    Files.delete(run.resolve("metrics.jsonl"));
    Files.delete(run.resolve("summary.json"));
    assertThat(Runs.resume(run)).containsExactly("there is no whole checkpoint; starting over");
    RunFiles.assertSame(run, whole);
  }

  /** A name that an older version wrote in other digits, a copy, a note, a folder. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "checkpoints/\u06f0\u06f0\u06f0\u06f0\u06f0\u06f2",
        "checkpoints/\u0660\u0660\u0660\u0660\u0660\u0662.damaged",
        "checkpoints/000008-copy",
        "checkpoints/8",
        "rollouts/\u06f0\u06f0\u06f0\u06f0\u06f0\u06f7.jsonl.gz",
        "rollouts/000007.jsonl",
        "rollouts/000007.jsonl.gz.bak",
        "rollouts/notes.txt"
      })
  void aNameThatIsNotKnownIsRefusedAndNothingIsTouched(String name) throws IOException {
    Path run = copy("foreign-" + name.hashCode());
    Files.delete(run.resolve("summary.json"));
    Path file = Files.writeString(run.resolve(name), "mine");
    refusedUntouched(run, file + " ", "rename it, or move it elsewhere, to go on with the run");
    Files.move(file, directory.resolve("moved-" + name.hashCode()));
    Runs.resume(run);
    RunFiles.assertSame(run, whole);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"step\":3,", "three", "{}", "{\"step\":\"3\"}", "[3]"})
  void aLineOfMetricsThatIsNotKnownIsRefusedAndNothingIsTouched(String line) throws IOException {
    Path run = copy("line-" + line.hashCode());
    Files.delete(run.resolve("summary.json"));
    Path metrics = run.resolve("metrics.jsonl");
    List<String> lines = new ArrayList<>(Files.readAllLines(metrics));
    lines.set(2, line);
    Files.write(metrics, lines);
    refusedUntouched(run, "line 3 of " + metrics + " is no JSON object with a step");
  }

  @Test
  void whatACrashLeavesIsClearedAndHiddenFilesOfOthersStay() throws IOException {
    Path run = copy("crashed");
    Files.delete(run.resolve("summary.json"));
    Files.writeString(run.resolve("metrics.jsonl"), "{\"step\":9,\"a", StandardOpenOption.APPEND);
    List<String> ours =
        List.of(
            ".metrics.jsonl.tmp",
            ".run.conf.tmp",
            "rollouts/.000009.jsonl.gz.tmp",
            "checkpoints/.000010.tmp");
    List<String> others =
        List.of(
            ".run.tmp",
            "notes.md",
            "rollouts/.DS_Store",
            "rollouts/.nfs0001.tmp",
            "checkpoints/.hidden",
            "checkpoints/.\u06f0\u06f0\u06f0\u06f0\u06f0\u06f2.tmp");
    for (String name : ours) {
      Files.writeString(run.resolve(name), "half");
    }
    for (String name : others) {
      Files.writeString(run.resolve(name), "mine");
    }
    Runs.resume(run);
    assertThat(ours).noneMatch(name -> Files.exists(run.resolve(name)));
    assertThat(others).allMatch(name -> Files.exists(run.resolve(name)));
    assertThat(RunFiles.metrics(run)).isEqualTo(RunFiles.metrics(whole));
  }

  private static void refusedUntouched(Path run, String... parts) throws IOException {
    Map<Path, String> before = everything(run);
    assertThatThrownBy(() -> Runs.resume(run))
        .isInstanceOf(RunException.class)
        .hasMessageContainingAll(parts)
        .message()
        .doesNotContain("\n");
    assertThat(everything(run)).isEqualTo(before);
  }

  @Test
  void anInterruptedRunWritesACheckpointOfItsLastStepAndGoesOnFromThere() throws Exception {
    Path run;
    try (Training training =
        Training.start(
            Runs.settings(directory, "stopped", "learn.decay", "constant", "evaluation.every", "3"),
            event -> {})) {
      run = training.directory();
      Await.until(() -> Files.exists(RunDirectory.metrics(run)));
      training.stop();
      Summary summary = training.end().join();
      assertThat(summary.stopped()).isEqualTo(Summary.INTERRUPTED);
      assertThat(RunFiles.metrics(run)).hasSize(summary.steps());
    }
    assertThat(Runs.resume(run)).hasSize(1);
    RunFiles.assertSame(run, whole);
  }

  @Test
  void anotherConfigurationIsRefusedKeyByKeyAndNothingIsTouched() throws IOException {
    Path run = copy("reconfigured");
    Map<Path, String> before = everything(run);
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(
            () -> Runs.resume(run, changed(run, "policy.threads", "1", "learn.rate", "1e-3")))
        .extracting(ConfigurationException::problems)
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .containsExactly(
            "learn.rate was 3e-4 and is now 1e-3; a resumed run keeps it",
            "policy.threads was 2 and is now 1; a resumed run keeps it, for results differ by"
                + " thread count");
    assertThat(everything(run)).isEqualTo(before);
  }

  @Test
  void anotherBaseModelIsRefusedInOneLine() throws IOException {
    Path model = directory.resolve("model");
    copy(RunFiles.HOME.resolve("models/bundled"), model);
    Path run = Runs.play(directory, "based", "run.steps", "1", "policy.model", model.toString());
    Files.delete(run.resolve("summary.json"));
    byte[] weights = Files.readAllBytes(model.resolve("model.safetensors"));
    weights[weights.length - 1] ^= 1;
    Files.write(model.resolve("model.safetensors"), weights);
    assertThatThrownBy(() -> Runs.resume(run))
        .isInstanceOf(RunException.class)
        .hasMessageStartingWith("the base model " + model + " is not what the run " + run)
        .hasMessageContaining("(model.safetensors)");
  }

  @Test
  void twoCanNotGoOnWithOneRun() throws IOException {
    Path run = copy("contended");
    try (RunDirectory open = RunDirectory.open(run)) {
      assertThatThrownBy(() -> Runs.resume(open.path()))
          .isInstanceOf(RunException.class)
          .hasMessageContaining("is being trained by");
    }
  }

  private static Settings changed(Path run, String... more) {
    Map<String, String> over = new TreeMap<>();
    for (int i = 0; i < more.length; i += 2) {
      over.put(more[i], more[i + 1]);
    }
    return Settings.load(Optional.of(run.resolve("run.conf")), over);
  }

  private static Path copy(String name) throws IOException {
    Path run = directory.resolve(name);
    copy(whole, run);
    return run;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var tree = Files.walk(from)) {
      for (Path path : tree.toList()) {
        Files.copy(path, to.resolve(from.relativize(path)));
      }
    }
  }

  /** Every file with its bytes and its time. */
  private static Map<Path, String> everything(Path run) throws IOException {
    Map<Path, String> files = new TreeMap<>();
    try (var tree = Files.walk(run)) {
      for (Path file : tree.filter(Files::isRegularFile).toList()) {
        files.put(
            file,
            Files.getLastModifiedTime(file)
                + " "
                + java.util.Arrays.hashCode(Files.readAllBytes(file)));
      }
    }
    return files;
  }
}
