package dev.sparring.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparring.core.config.ConfigurationException;
import dev.sparring.core.config.Settings;
import dev.sparring.orchestrator.run.MetricsLog;
import dev.sparring.orchestrator.run.RunDirectory;
import dev.sparring.orchestrator.run.RunException;
import dev.sparring.orchestrator.run.Summary;
import dev.sparring.testkit.RunFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs of a task whose answers are judged by a checker that replies later. */
final class CheckedTaskTest {
  private static final String[] TESTED = {
    "task", "tested-addition", "solver.reward", "tests", "proposer.reward", "sqlm-code"
  };

  @TempDir private Path directory;

  private static String[] tested(String... more) {
    List<String> all = new ArrayList<>(Arrays.asList(TESTED));
    all.addAll(Arrays.asList(more));
    return all.toArray(String[]::new);
  }

  @Test
  void testsRewardAndEverythingThatDecidedStandsInTheRollouts() throws IOException {
    Path run =
        Runs.play(
            directory,
            "tested",
            tested("evaluation.every", "4", "evaluation.samples", "3", "proposer.problems", "16"));
    RunFiles.assertLedgerComplete(run, 8, 16, 4);
    boolean partly = false;
    boolean refused = false;
    for (int step = 1; step <= 8; step++) {
      for (JsonNode line : RunFiles.rollouts(run, step)) {
        refused |= line.path("rejection").asText().equals("ends in 7");
        if (line.path("role").asText().equals("solver")) {
          assertThat(line.path("reward")).isEqualTo(line.path("score"));
          long passed =
              line.path("tests").findValues("outcome").stream()
                  .filter(outcome -> outcome.asText().equals("passed"))
                  .count();
          int all = Math.max(1, line.path("tests").size());
          assertThat(line.path("score").asDouble()).isEqualTo(passed / (double) all);
          partly |= passed > 0 && passed < all;
        }
      }
    }
    assertThat(partly).isTrue();
    assertThat(refused).isTrue();
    List<Map<String, Double>> metrics = MetricsLog.read(RunDirectory.metrics(run));
    assertThat(metrics)
        .allSatisfy(
            round ->
                assertThat(round)
                    .containsKeys("tests/passed", "tests/solved", "tests/mixed", "tests/unjudged"));
    assertThat(metrics.get(3))
        .containsKeys(
            "eval/greedy",
            "eval/greedyFraction",
            "eval/sampled",
            "eval/sampledFraction",
            "eval/pass/2",
            "eval/pass",
            "eval/unjudged",
            "eval/format/malformed")
        .doesNotContainKeys("eval/majority", "eval/gap");
    assertThat(Files.readString(run.resolve("checker"))).isEqualTo("adder 1\n");
  }

  @Test
  void theOrderOfRepliesAndAResumptionChangeNoBit() throws IOException {
    Path whole = Runs.play(directory, "whole", tested());
    Path again = Runs.play(directory, "again", tested());
    RunFiles.assertSame(whole, again);
    Path half = Runs.play(directory, "half", tested("learn.decay", "constant", "run.steps", "4"));
    Path steady = Runs.play(directory, "steady", tested("learn.decay", "constant"));
    Settings longer =
        Settings.load(Optional.of(half.resolve("run.conf")), Map.of("run.steps", "8"));
    Runs.resume(half, longer);
    RunFiles.assertSame(half, steady);
  }

  @Test
  void theCheckerIsToldWhenTheModelBeginsToWrite() throws IOException {
    int before = TestedAddition.PREPARED.get();
    Path run = Runs.play(directory, "prepared", tested("run.steps", "3", "proposer.problems", "1"));
    assertThat(MetricsLog.read(RunDirectory.metrics(run)))
        .as("a round of which no problem is asked has these figures as well")
        .allSatisfy(round -> assertThat(round).containsKey("tests/passed"));
    assertThat(TestedAddition.PREPARED.get() - before)
        .as("two evaluations and three rounds")
        .isEqualTo(5);
  }

  @Test
  void aRunGoesOnOnlyWhereTheCheckerIsTheSame() throws IOException {
    Path run = Runs.play(directory, "moved", tested("run.steps", "1"));
    Files.writeString(run.resolve("checker"), "adder 0\n");
    Files.delete(run.resolve("summary.json"));
    assertThatThrownBy(() -> Runs.resume(run))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("\"adder 0\"")
        .hasMessageContaining("\"adder 1\"")
        .hasMessageNotContaining("\n");
  }

  @Test
  void answersThatCouldNotBeJudgedAreDroppedAndTheRunGoesOn() throws IOException {
    Path run =
        Runs.play(directory, "patchy", tested("task-options.checker", "patchy", "run.steps", "2"));
    assertThat(Summary.read(run).orElseThrow().stopped()).isEqualTo(Summary.COMPLETED);
    for (JsonNode line : RunFiles.rollouts(run, 2)) {
      if (line.path("id").asText().endsWith("-a01")) {
        assertThat(line.path("outcome").asText())
            .isEqualTo("dropped: infrastructure: no adder answers");
        assertThat(line.has("reward") || line.has("score")).isFalse();
      }
    }
    assertThat(MetricsLog.read(RunDirectory.metrics(run)).get(0))
        .containsEntry("tests/unjudged", 0.25);
  }

  @Test
  void aRunInWhichNothingCanBeJudgedEndsRatherThanLearn() throws IOException {
    Path run = Runs.play(directory, "broken", tested("task-options.checker", "broken"));
    Summary summary = Summary.read(run).orElseThrow();
    assertThat(summary.stopped()).isEqualTo(Summary.FAILED);
    assertThat(summary.reason())
        .isEqualTo("nothing could be judged in step 1: infrastructure: no adder answers");
  }

  @Test
  void withoutACheckerNothingIsWrittenAndOneLineSaysWhatToDo() {
    assertThatThrownBy(
            () -> Runs.play(directory, "missing", tested("task-options.checker", "missing")))
        .isInstanceOf(RunException.class)
        .hasMessage("there is no adder; install one");
    assertThat(directory.resolve("missing")).doesNotExist();
  }

  @Test
  void rewardsThatDoNotGoWithTheTaskAreRefusedBeforeAnythingIsWritten() {
    assertThatThrownBy(() -> Runs.play(directory, "votes", "task", "tested-addition"))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            mistakes ->
                assertThat(mistakes.problems())
                    .containsExactly(
                        "solver.reward is majority, and answers of the task tested-addition are"
                            + " tested; set it to tests, format or random",
                        "proposer.reward is sqlm, and answers of the task tested-addition are"
                            + " tested; set it to sqlm-code"));
    assertThatThrownBy(() -> Runs.play(directory, "tests", "solver.reward", "tests"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("answers of the task addition vote; set it to majority");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aRunThatIsStoppedWhileAnswersAreJudgedEndsAndCanGoOn() throws IOException {
    Path stopped;
    try (Training training =
        Training.start(
            Runs.settings(directory, "stopped", tested("evaluation.problems", "200")),
            new RunListener() {})) {
      training.stop();
      training.end().join();
      stopped = training.directory();
    }
    Runs.resume(stopped);
    assertThat(Summary.read(stopped).orElseThrow().stopped()).isEqualTo(Summary.COMPLETED);
  }
}
