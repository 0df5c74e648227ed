package dev.sparring.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparring.orchestrator.run.MetricsLog;
import dev.sparring.orchestrator.run.RunDirectory;
import dev.sparring.orchestrator.run.Summary;
import dev.sparring.testkit.RunFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs of the bundled model, in this process. */
final class SelfPlayTest {
  private static final String[] ROUND =
      ("step policyVersion time/round time/propose time/solve time/verify time/learn time/other"
              + " tokens/generated tokens/perSecond proposer/valid proposer/duplicate"
              + " proposer/distinct proposer/reward proposer/entropy proposer/kl solver/reward"
              + " solver/entropy solver/kl solver/truncated learn/logprobGap learn/gradNorm"
              + " learn/clipFraction learn/rate verifier/labelled verifier/majorityShare"
              + " verifier/voteEntropy verifier/mixed probe/labelAccuracy probe/rewardAccuracy"
              + " format/guess format/scratchpad format/malformed")
          .split(" ");
  private static final String[] EVALUATION = {
    "eval/greedy", "eval/sampled", "eval/majority", "eval/pass", "eval/gap"
  };

  @TempDir private Path directory;

  @Test
  void selfPlayWithoutALabelMakesTheModelVisiblyBetter() throws IOException {
    Path run =
        Runs.play(
            directory,
            "better",
            "run.steps",
            "8",
            "proposer.problems",
            "12",
            "solver.samples",
            "8",
            "policy.decode.slots",
            "96",
            "evaluation.problems",
            "100",
            "evaluation.samples",
            "4",
            "evaluation.every",
            "4");
    Summary summary = Summary.read(run).orElseThrow();
    assertThat(summary.after().get("eval/greedy"))
        .isGreaterThan(summary.before().get("eval/greedy") + 0.2);
    assertThat(summary.before()).containsKeys(EVALUATION);
    assertThat(summary.after()).containsKeys(EVALUATION);
    List<Map<String, Double>> steps = MetricsLog.read(RunDirectory.metrics(run));
    for (Map<String, Double> step : steps) {
      assertThat(step).containsKeys(ROUND);
      assertThat(step.get("learn/logprobGap")).isBetween(0.0, 1e-4);
      assertThat(step.containsKey("eval/greedy")).isEqualTo(step.get("step") % 4 == 0);
    }
    assertThat(steps.get(3)).containsKeys(EVALUATION);
  }

  @Test
  void theSameSeedGivesTheSameBitsAndAnotherSeedOthers() throws IOException {
    Path one = Runs.play(directory, "one", "run.steps", "4");
    Path again = Runs.play(directory, "again", "run.steps", "4");
    Path other = Runs.play(directory, "other", "run.steps", "4", "run.seed", "2");
    RunFiles.assertSame(one, again);
    assertThat(RunFiles.files(RunFiles.newestCheckpoint(one)).get("model.safetensors"))
        .isNotEqualTo(RunFiles.files(RunFiles.newestCheckpoint(other)).get("model.safetensors"));
    assertThat(RunFiles.files(one.resolve("rollouts")).get("000001.jsonl.gz"))
        .isNotEqualTo(RunFiles.files(other.resolve("rollouts")).get("000001.jsonl.gz"));
  }

  @Test
  void everyActorLogsEveryRoundAndSaysWhoseTheLineIsAndOfWhichStepAndPolicy() throws IOException {
    Path run = Runs.play(directory, "logged", "run.steps", "3");
    List<Map<String, Double>> steps = MetricsLog.read(RunDirectory.metrics(run));
    for (String actor : List.of("orchestrator", "proposer", "solver", "verifier", "worker")) {
      List<String> lines = Files.readAllLines(run.resolve("logs").resolve(actor + ".log"));
      assertThat(lines)
          .allSatisfy(
              line ->
                  assertThat(line)
                      .matches("[-0-9]+ [:.0-9]+ INFO  \\[" + actor + " step \\d policy \\d] .+"));
      for (Map<String, Double> step : steps) {
        String of =
            String.format(
                "[%s step %.0f policy %.0f] ", actor, step.get("step"), step.get("policyVersion"));
        assertThat(lines).filteredOn(line -> line.contains(of)).isNotEmpty();
      }
    }
  }

  @Test
  void noRoundLeavesNativeArraysBehind() throws IOException {
    Path run =
        Runs.play(
            directory,
            "long",
            "run.steps",
            "30",
            "evaluation.every",
            "10",
            "evaluation.problems",
            "1",
            "checkpoint.every",
            "10");
    List<ObjectNode> steps = RunFiles.metrics(run);
    assertThat(steps.get(29).path("memory/arrays")).isEqualTo(steps.get(4).path("memory/arrays"));
  }
}
