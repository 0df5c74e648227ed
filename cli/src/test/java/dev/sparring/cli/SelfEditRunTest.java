package dev.sparring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparring.cli.pretrain.Pretraining;
import dev.sparring.cli.pretrain.Recipe;
import dev.sparring.core.config.Settings;
import dev.sparring.core.task.PretrainingCorpus.FollowUps;
import dev.sparring.core.task.PretrainingCorpus.Mixture;
import dev.sparring.orchestrator.RunEvent;
import dev.sparring.orchestrator.Training;
import dev.sparring.orchestrator.run.RunDirectory;
import dev.sparring.orchestrator.run.Summary;
import dev.sparring.testkit.RunFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs with self-edits, of a model that has read a little about passages. */
final class SelfEditRunTest {
  private static final int STEPS = 3;
  private static final int PRETRAINING = 60;

  @TempDir private static Path directory;
  private static Path model;
  private static Path whole;

  @BeforeAll
  static void aWholeRun() throws IOException {
    model = directory.resolve("model");
    Mixture mix = new Mixture(.15, .40, 6, FollowUps.NONE, 1000);
    new Pretraining(new Recipe(1, PRETRAINING, 32, mix)).into(model, 1, (step, loss) -> {});
    whole = play("whole");
  }

  private static Settings settings(String name, String... more) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "run.steps", Integer.toString(STEPS),
                "task", "facts",
                "self-play", "self-edit",
                "self-play-options.epochs", "4",
                "self-play-options.rank", "4",
                "policy.model", model.toString(),
                "policy.threads", "1",
                "sampling.max-tokens", "24",
                "learn.rate", "1e-3",
                "evaluation.problems", "2",
                "checkpoint.every", "1"));
    all.addAll(List.of(more));
    return Settings.load(
            Optional.empty(), RunFiles.tiny(directory, all.toArray(String[]::new)))
        .named(name);
  }

  private static Path play(String name, String... more) {
    try (Training training = Training.start(settings(name, more), event -> {})) {
      training.end().join();
      return training.directory();
    }
  }

  @Test
  void everySelfEditIsTriedOrMalformedAndEarnsItsShareOfRightReplies() throws IOException {
    RunFiles.assertLedgerComplete(whole, STEPS, 4, 4);
    int tried = 0;
    int malformed = 0;
    for (int step = 1; step <= STEPS; step++) {
      for (JsonNode line : RunFiles.rollouts(whole, step)) {
        if (line.path("role").asText().equals("proposer")) {
          assertThat(line.path("outcome").asText()).isEqualTo("drawn");
          assertThat(line.path("tokens").asInt()).isZero();
          continue;
        }
        boolean read = line.has("answer");
        tried += read ? 1 : 0;
        malformed += read ? 0 : 1;
        int right = 0;
        for (JsonNode test : line.path("tests")) {
          right += test.path("outcome").asText().equals("right") ? 1 : 0;
        }
        assertThat(line.path("tests").size()).as("%s", line).isEqualTo(read ? 3 : 0);
        assertThat(line.path("reward").asDouble()).isEqualTo(right / 3.0);
      }
    }
    assertThat(tried).isPositive();
    assertThat(malformed).isPositive();
  }

  @Test
  void theBestSelfEditsAreLearnedAndEvaluationsCompareWithControls() throws IOException {
    List<ObjectNode> steps = RunFiles.metrics(whole);
    double tokens = 0;
    for (ObjectNode step : steps) {
      boolean learned = step.path("learn/tokens").asDouble() > 0;
      tokens += step.path("learn/tokens").asDouble();
      assertThat(learned).isEqualTo(step.path("edit/best").asDouble() > 0);
      assertThat(step.path("edit/best").asDouble())
          .isGreaterThanOrEqualTo(step.path("edit/reward").asDouble());
    }
    assertThat(tokens).isPositive();
    assertThat(Summary.read(whole).orElseThrow().before())
        .containsKeys("eval/greedy", "eval/sampled", "eval/best", "eval/unedited", "eval/passage");
  }

  @Test
  void theNumberOfWorkersChangesNoBit() throws IOException {
    RunFiles.assertSame(play("two", "policy.devices", "[cpu, cpu]"), whole);
  }

  /** Stopped while the second round is in progress, of which nothing is kept. */
  @Test
  void aRunThatIsStoppedGoesOnToTheSameBits() throws IOException {
    Path run;
    CompletableFuture<Void> inTheSecondRound = new CompletableFuture<>();
    try (Training training =
        Training.start(
            settings("stopped"),
            event -> {
              if (event instanceof RunEvent.RoundFinished) {
                inTheSecondRound.complete(null);
              }
            })) {
      inTheSecondRound.join();
      training.stop();
      training.end().join();
      run = training.directory();
    }
    try (Training resumed = Training.resume(run, RunDirectory.settings(run), event -> {})) {
      resumed.end().join();
    }
    RunFiles.assertSame(run, whole);
    RunFiles.assertLedgerComplete(run, STEPS, 4, 4);
  }

  @Test
  void anAdapterOfTheRunIsLearnedOverAndKept() throws IOException {
    Path run =
        play("adapter", "policy.adapter.use", "shared", "policy.adapter.rank", "4", "run.steps", "2");
    RunFiles.assertLedgerComplete(run, 2, 4, 4);
    assertThat(RunFiles.files(RunFiles.newestCheckpoint(run)))
        .containsKey("adapter_model.safetensors");
  }

  @Test
  void inspectShowsEverySelfEditWithItsReplies() {
    Cli.Result said = Cli.sparring("inspect", whole.toString(), "--step=1", "--problem=p000");
    assertThat(said.code()).as("%s", said).isZero();
    assertThat(said.out())
        .contains("s000001-p000-a00", "s000001-p000-a03", " of 3 tests passed, scored, reward ")
        .containsPattern("test 1: (right|wrong|malformed)");
  }
}
