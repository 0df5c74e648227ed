package dev.sparring.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparring.core.config.ConfigurationException;
import dev.sparring.testkit.RunFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Problems of the weights that a run began with, however far the solver has learned since. */
final class FrozenOpponentTest {
  private static final int STEPS = 4;

  @TempDir private Path directory;

  private Path play(String name, String writer, String rate) {
    return Runs.play(
        directory,
        name,
        "proposer.writer",
        writer,
        "proposer.update-interval",
        "0",
        "proposer.archive",
        "0",
        "policy.adapter.use",
        "shared",
        "learn.rate",
        rate,
        "run.steps",
        Integer.toString(STEPS));
  }

  /** What was written as problems, round by round. */
  private static List<String> proposals(Path run) throws IOException {
    List<String> all = new ArrayList<>();
    for (int step = 1; step <= STEPS; step++) {
      for (JsonNode line : RunFiles.rollouts(run, step)) {
        if (line.path("role").asText().equals("proposer")) {
          all.add(line.path("text").asText());
        }
      }
    }
    return all;
  }

  @Test
  void theBaseProposesTheSameWhateverTheSolverLearns() throws IOException {
    List<String> still = proposals(play("still", "base", "1e-9"));
    assertThat(still).hasSize(STEPS * 4);
    assertThat(proposals(play("learning", "base", "3e-2"))).isEqualTo(still);
    assertThat(proposals(play("policy", "policy", "3e-2"))).isNotEqualTo(still);
  }

  @Test
  void theProposerDoesNotLearnFromWhatTheBaseWrote() {
    assertThatThrownBy(() -> Runs.settings(directory, "no", "proposer.writer", "base"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("proposer.update-interval")
        .hasMessageContaining("proposer.writer is base");
  }
}
