package dev.sparring.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparring.core.config.Settings;
import dev.sparring.orchestrator.run.Summary;
import dev.sparring.testkit.RunFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs with self-edits, of the bundled model and {@link SumsToLearn}. */
final class SelfEditRunTest {
  private static final int STEPS = 2;

  @TempDir private static Path directory;
  private static Path whole;

  @BeforeAll
  static void aWholeRun() {
    whole = Runs.play(directory, "whole", settings());
  }

  private static String[] settings(String... more) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "run.steps", Integer.toString(STEPS),
                "task", "sums-to-learn",
                "self-play", "self-edit",
                "self-play-options.rank", "8",
                "self-play-options.rate", "5e-3",
                "self-play-options.epochs", "12",
                "self-play-options.passage", "0",
                "policy.threads", "1",
                "policy.decode.slots", "8",
                "sampling.max-tokens", "16",
                "learn.rate", "1e-3",
                "learn.decay", "constant",
                "evaluation.problems", "1",
                "checkpoint.every", "1",
                "proposer.problems", "3",
                "solver.samples", "3"));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  @Test
  void everySelfEditIsTriedOrMalformedAndEarnsItsShareOfRightReplies() throws IOException {
    RunFiles.assertLedgerComplete(whole, STEPS, 3, 3);
    double earned = 0;
    for (int step = 1; step <= STEPS; step++) {
      for (JsonNode line : RunFiles.rollouts(whole, step)) {
        if (line.path("role").asText().equals("proposer")) {
          assertThat(line.path("outcome").asText()).isEqualTo("dropped: drawn");
          assertThat(line.path("tokens").asInt()).isZero();
          continue;
        }
        JsonNode tests = line.path("tests");
        assertThat(tests.size()).as("%s", line).isEqualTo(line.has("answer") ? 1 : 0);
        boolean right = tests.size() == 1 && tests.get(0).path("outcome").asText().equals("right");
        assertThat(line.path("reward").asDouble()).isEqualTo(right ? 1 : 0);
        earned += line.path("reward").asDouble();
      }
    }
    assertThat(earned).isPositive();
  }

  @Test
  void whatIsLearnedIsTheBestSelfEditOfEachPassageThatHasOne() throws IOException {
    List<ObjectNode> steps = RunFiles.metrics(whole);
    for (int step = 1; step <= STEPS; step++) {
      List<JsonNode> lines = RunFiles.rollouts(whole, step);
      int tokens = 0;
      for (JsonNode passage : lines) {
        tokens +=
            lines.stream()
                .filter(edit -> edit.path("problem").asText().equals(passage.path("id").asText()))
                .filter(edit -> edit.path("reward").asDouble() == 1)
                .findFirst()
                .map(edit -> edit.path("tokens").asInt())
                .orElse(0);
      }
      assertThat(steps.get(step - 1).path("learn/tokens").asInt()).isEqualTo(tokens);
    }
    assertThat(steps.get(STEPS - 1).path("policyVersion").asInt()).isEqualTo(1);
    assertThat(Summary.read(whole).orElseThrow().before())
        .containsKeys("eval/greedy", "eval/sampled", "eval/best", "eval/unedited", "eval/passage");
  }

  @Test
  void theNumberOfWorkersChangesNoBit() throws IOException {
    Path two = Runs.play(directory, "two", settings("policy.devices", "[cpu, cpu]"));
    RunFiles.assertSame(two, whole);
  }

  /** Stopped while the second round is in progress, of which nothing is kept. */
  @Test
  void aRunThatIsStoppedGoesOnToTheSameBits() throws IOException {
    CompletableFuture<Void> inTheSecondRound = new CompletableFuture<>();
    Settings settings = Runs.settings(directory, "stopped", settings());
    try (Training training =
        Training.start(
            settings,
            event -> {
              if (event instanceof RunEvent.RoundFinished) {
                inTheSecondRound.complete(null);
              }
            })) {
      inTheSecondRound.join();
      training.stop();
      training.end().join();
    }
    assertThat(RunFiles.metrics(directory.resolve("stopped"))).hasSizeLessThan(STEPS);
    Runs.resume(directory.resolve("stopped"));
    RunFiles.assertSame(directory.resolve("stopped"), whole);
    RunFiles.assertLedgerComplete(directory.resolve("stopped"), STEPS, 3, 3);
  }

  @Test
  void scratchAdaptersLieOverAnAdapterOfTheRunAndLeaveNoArrays() throws IOException {
    Path run =
        Runs.play(
            directory,
            "adapter",
            settings("policy.adapter.use", "shared", "policy.adapter.rank", "4"));
    RunFiles.assertLedgerComplete(run, STEPS, 3, 3);
    assertThat(RunFiles.files(RunFiles.newestCheckpoint(run)).keySet())
        .anyMatch(name -> name.endsWith("adapter_model.safetensors"));
    List<ObjectNode> steps = RunFiles.metrics(run);
    assertThat(steps.get(1).path("memory/arrays")).isEqualTo(steps.get(0).path("memory/arrays"));
  }

  @Test
  void aGuardOnRewardsOfSelfEditsStopsTheRun() throws IOException {
    Path run =
        Runs.play(
            directory,
            "guarded",
            settings(
                "guard.edits", "{ metric = edit/best, above = 0.01, rounds = 1, action = stop }"));
    assertThat(RunFiles.metrics(run)).hasSizeLessThan(STEPS);
  }
}
