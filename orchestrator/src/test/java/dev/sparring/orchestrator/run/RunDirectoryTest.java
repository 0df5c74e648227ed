package dev.sparring.orchestrator.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparring.core.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RunDirectoryTest {
  @TempDir private Path directory;
  private Settings settings;
  private Path model;
  private Path run;

  @BeforeEach
  void aModel() throws IOException {
    settings =
        Settings.load(Optional.empty(), Map.of("run.directory", directory.toString())).named("one");
    run = directory.resolve("one");
    model = Files.createDirectory(directory.resolve("model"));
    Files.writeString(model.resolve("config.json"), "{}");
    Files.writeString(model.resolve("model.safetensors"), "weights");
    Files.writeString(model.resolve("README.md"), "a model");
  }

  @Test
  void aNameThatIsTakenIsRefusedWithTheRemedy() {
    RunDirectory.create(settings, model, "").close();
    assertThatThrownBy(() -> RunDirectory.create(settings, model, ""))
        .isInstanceOf(RunException.class)
        .hasMessage(
            "there is a run %s already; choose another --name, or go on with: sparring train"
                + " --resume %s",
            run, run);
  }

  @Test
  void aFolderThatIsNoRunIsLeftAlone() throws IOException {
    Files.createDirectories(run.resolve("photographs"));
    assertThatThrownBy(() -> RunDirectory.create(settings, model, ""))
        .isInstanceOf(RunException.class)
        .hasMessage("there is a folder %s already that is no run; choose another --name", run);
    assertThat(run.resolve("lock")).doesNotExist();
  }

  @Test
  void aRunThatDiedWhileItWasMadeCanBeMadeAgain() throws IOException {
    RunDirectory.create(settings, model, "").close();
    Files.move(run.resolve("run.conf"), run.resolve(".run.conf.tmp"));
    assertThatThrownBy(() -> RunDirectory.open(run))
        .isInstanceOf(RunException.class)
        .hasMessage("%s is not a run: it has no run.conf", run);
    RunDirectory.create(settings, model, "").close();
    RunDirectory.open(run).close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rollouts/000001.jsonl.gz", "checkpoints/000002", "logs/worker.log"})
  void aRunThatHasLostItsConfigurationIsNotMadeAgain(String file) throws IOException {
    RunDirectory.create(settings, model, "").close();
    Files.delete(run.resolve("run.conf"));
    Files.writeString(run.resolve(file), "of a run");
    assertThatThrownBy(() -> RunDirectory.create(settings, model, ""))
        .isInstanceOf(RunException.class)
        .hasMessage(
            "%s holds files of a run that has lost its run.conf; put %s back, or choose another"
                + " --name",
            run.resolve(file).getParent(), run.resolve("run.conf"));
    assertThat(run.resolve(file)).hasContent("of a run");
  }

  @Test
  void onlyOneTrainsARun() {
    try (RunDirectory open = RunDirectory.create(settings, model, "")) {
      assertThatThrownBy(() -> RunDirectory.open(run))
          .isInstanceOf(RunException.class)
          .hasMessage("the run %s is being trained by this process already", run);
      assertThat(open.path()).isEqualTo(run);
    }
    assertThatCode(() -> RunDirectory.open(run).close()).doesNotThrowAnyException();
  }

  @Test
  void anotherBaseIsRefusedByTheNamesOfItsFiles() throws IOException {
    try (RunDirectory open = RunDirectory.create(settings, model, "")) {
      Files.writeString(model.resolve("README.md"), "the same model");
      open.requireBase(model);
      Files.writeString(model.resolve("model.safetensors"), "other weights");
      Files.writeString(model.resolve("chat_template.jinja"), "");
      assertThatThrownBy(() -> open.requireBase(model))
          .isInstanceOf(RunException.class)
          .hasMessage(
              "the base model %s is not what the run %s began with (chat_template.jinja,"
                  + " model.safetensors); put it back to go on, for it is the reference policy",
              model, run);
    }
  }

  @Test
  void cuttingLeavesNothingOfLaterSteps() throws IOException {
    try (RunDirectory open = RunDirectory.create(settings, model, "")) {
      for (int step = 1; step <= 3; step++) {
        MetricsLog.append(RunDirectory.metrics(run), step, Map.of());
        Files.createFile(RunDirectory.rollouts(run, step));
      }
      Files.createFile(run.resolve("rollouts/.000004.jsonl.gz.tmp"));
      Files.createFile(run.resolve(".metrics.jsonl.tmp"));
      Files.createFile(run.resolve("summary.json"));
      open.cutAfter(2);
      assertThat(Files.readAllLines(RunDirectory.metrics(run))).hasSize(2);
      assertThat(run.resolve("rollouts").toFile().list())
          .containsExactlyInAnyOrder("000001.jsonl.gz", "000002.jsonl.gz");
      assertThat(run.toFile().list())
          .containsExactlyInAnyOrder(
              "run.conf",
              "base.sha256",
              "lock",
              "metrics.jsonl",
              "rollouts",
              "checkpoints",
              "logs");
    }
  }
}
