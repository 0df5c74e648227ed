package dev.sparring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandTest {
  @Test
  void a_run_ends_with_a_table_and_a_sentence() {
    Cli.Result said = Cli.runSaid();
    assertThat(said.code()).isZero();
    assertThat(said.err()).isEmpty();
    assertThat(said.out())
        .contains("round 1/2", "round 2/2")
        .containsPattern("(?m)^ addition, held-out problems \\(20\\) +base +trained +change$")
        .containsPattern("(?m)^ majority@4 +[0-9.]+ % +[0-9.]+ % +[+-][0-9.]+$")
        .containsPattern("(?m)^ greedy, scratchpad forced +[0-9.]+ %$")
        .containsPattern(
            "(?m)^(Greedy accuracy rose|The model got worse|Nothing was learned).*\\.$")
        .contains("Completed after 2 rounds");
  }

  @Test
  void the_run_has_everything_in_its_folder() {
    assertThat(Cli.run().resolve("summary.json")).exists();
    assertThat(Cli.run().resolve("metrics.jsonl")).exists();
    assertThat(Cli.run().resolve("rollouts/000002.jsonl.gz")).exists();
    assertThat(Cli.run().resolve("checkpoints/000002/model.safetensors")).exists();
    assertThat(Cli.run().resolve("logs/orchestrator.log")).exists();
  }

  @Test
  void truth_as_reward_is_announced(@TempDir Path runs) {
    Cli.Result said =
        Cli.train(runs, "--name=ceiling", "--set=solver.reward=truth", "--set=run.steps=1");
    assertThat(said.code()).isZero();
    assertThat(said.out()).contains("The reward is the TRUTH");
  }
}
