package dev.sparring.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparring.orchestrator.run.RunContents;
import dev.sparring.testkit.RunFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs with every gate, a pool, problems that are asked again, and the base as a voter. */
final class GatedRunTest {
  private static final String[] GATED = {
    "task-options.order", "both",
    "gates.admission", "[form, held-out, novel, balance, budget, attributed]",
    "gates.learning", "[agreement, stable, difficulty, balance-labels]",
    "gates.epsilon", "0.5",
    "gates.options.balance.template", "1",
    "gates.options.budget.mode", "1",
    "gates.options.novel.near", "0.6",
    "gates.options.difficulty.high", "1",
    "curriculum.pool", "50",
    "curriculum.age", "6",
    "curriculum.replay", "0.5",
    "curriculum.high", "1",
    "verifier.voters", "[policy, base]",
    "proposer.update-interval", "2",
  };

  @TempDir private static Path directory;
  private static Path whole;

  @BeforeAll
  static void aWholeRun() {
    whole = Runs.play(directory, "whole", GATED);
  }

  @Test
  void everyProposalAndAnswerHasItsOutcomeAndRefusalsNameTheirGate() throws IOException {
    RunFiles.assertLedgerComplete(whole, 8, 4, 4);
    int replayed = 0;
    int refused = 0;
    for (int step = 1; step <= 8; step++) {
      JsonNode metrics = RunFiles.metrics(whole).get(step - 1);
      int admitted = 0;
      for (JsonNode line : RunFiles.rollouts(whole, step)) {
        if (line.path("role").asText().equals("proposer")) {
          replayed += line.path("outcome").asText().equals("dropped: replayed") ? 1 : 0;
          refused += line.has("gate") ? 1 : 0;
          admitted += line.has("problem") ? 1 : 0;
          assertThat(line.path("base").size()).isEqualTo(line.has("problem") ? 4 : 0);
        }
      }
      assertThat(
              metrics.path("gate/voters/admitted").asInt()
                  + metrics.path("gate/voters/refused").asInt())
          .isEqualTo(admitted);
    }
    assertThat(replayed).isPositive();
    assertThat(refused).isPositive();
  }

  @Test
  void itGoesOnToTheSameBitsFromACheckpoint() throws IOException {
    Path run = Runs.play(directory, "again", GATED);
    Files.delete(run.resolve("summary.json"));
    for (Path checkpoint : RunContents.list(run.resolve("checkpoints"))) {
      if (!checkpoint.endsWith("000004")) {
        Files.move(checkpoint, directory.resolve("gone-" + checkpoint.getFileName()));
      }
    }
    assertThat(Files.readString(run.resolve("checkpoints/000004/state.json")))
        .contains("\"share\"");
    assertThat(Runs.resume(run))
        .containsExactly("going on from " + run.resolve("checkpoints/000004"));
    RunFiles.assertSame(run, whole);
  }

  @Test
  void wrongLabelsInThePoolChangeNothingThatIsPlayed() throws Exception {
    Path run = Runs.play(directory, "polluted", GATED);
    Files.delete(run.resolve("summary.json"));
    for (Path checkpoint : RunContents.list(run.resolve("checkpoints"))) {
      if (!checkpoint.endsWith("000004")) {
        Files.move(checkpoint, directory.resolve("clean-" + checkpoint.getFileName()));
      }
    }
    Path state = run.resolve("checkpoints/000004/state.json");
    String before = Files.readString(state);
    String polluted = before.replaceAll("\"label\" : \"[^\"]*\"", "\"label\" : \"1\"");
    assertThat(polluted).isNotEqualTo(before);
    Files.writeString(state, polluted);
    Path manifest = run.resolve("checkpoints/000004/manifest.sha256");
    Files.writeString(manifest, Files.readString(manifest).replace(sum(before), sum(polluted)));
    Runs.resume(run);
    assertThat(RunFiles.metrics(run)).isEqualTo(RunFiles.metrics(whole));
    assertThat(
            Files.mismatch(
                run.resolve("checkpoints/000008/model.safetensors"),
                whole.resolve("checkpoints/000008/model.safetensors")))
        .isEqualTo(-1);
  }

  private static String sum(String text) throws Exception {
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void anyNumberOfWorkersGivesTheSameBits() throws IOException {
    RunFiles.assertSame(Runs.play(directory, "two", with("policy.devices", "[cpu, cpu]")), whole);
  }

  @Test
  void aGateThatAsksThePolicyHoldsNothingUpWhereThereIsNoLabel() throws IOException {
    Path run =
        Runs.play(
            directory,
            "words",
            "policy.model",
            RunFiles.HOME.resolve("policy/src/test/resources/golden/qwen2-tiny").toString(),
            "task",
            "arithmetic",
            "run.steps",
            "2",
            "sampling.max-tokens",
            "4",
            "gates.learning",
            "[grounded, compared]");
    RunFiles.assertLedgerComplete(run, 2, 4, 4);
  }

  @Test
  void labelsThatThePolicyCannotCompareAreRefusedWhateverTheNumberOfWorkers() throws IOException {
    String[] compared = {
      "task", "spoken-addition",
      "run.steps", "2",
      "gates.learning", "[compared]",
      "gates.options.compared.replies", "2",
    };
    Path run = Runs.play(directory, "compared", compared);
    RunFiles.assertLedgerComplete(run, 2, 4, 4);
    double refused = 0;
    for (JsonNode metrics : RunFiles.metrics(run)) {
      assertThat(metrics.path("gate/compared/admitted").asInt(-1)).isZero();
      refused += metrics.path("gate/compared/refused").asInt();
    }
    assertThat(refused).as("the bundled model replies neither yes nor no").isPositive();
    String[] two = java.util.Arrays.copyOf(compared, compared.length + 2);
    two[compared.length] = "policy.devices";
    two[compared.length + 1] = "[cpu, cpu]";
    RunFiles.assertSame(Runs.play(directory, "compared-by-two", two), run);
  }

  private static String[] with(String... more) {
    return java.util.stream.Stream.concat(List.of(GATED).stream(), List.of(more).stream())
        .toArray(String[]::new);
  }
}
