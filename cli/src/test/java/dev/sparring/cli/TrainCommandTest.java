package dev.sparring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparring.policy.checkpoint.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
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
    assertThat(Cli.run().resolve("tensorboard")).isNotEmptyDirectory();
  }

  @Test
  void the_dashboard_is_announced_and_a_bad_address_is_refused_before_anything_is_written(
      @TempDir Path runs) throws IOException {
    Cli.Result said = Cli.train(runs, "--name=shown", "--set=run.steps=1", "--dashboard=0");
    assertThat(said.code()).isZero();
    assertThat(said.out()).containsPattern("Dashboard at http://127\\.0\\.0\\.1:\\d+/");
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      assertThat(Cli.train(runs, "--name=no", "--dashboard=" + port).complaint())
          .contains("can't listen on 127.0.0.1 port " + port);
      assertThat(Cli.train(runs, "--name=no", "--set=metrics.prometheus=127.0.0.1:" + port))
          .satisfies(refused -> assertThat(refused.code()).isEqualTo(Main.MISTAKE))
          .extracting(Cli.Result::complaint)
          .asString()
          .contains("Prometheus can't be served on metrics.prometheus, 127.0.0.1:" + port);
    }
    assertThat(Cli.train(runs, "--name=no", "--dashboard=70000").complaint())
        .endsWith("--dashboard takes a whole number from 0 to 65535, not 70000");
    assertThat(runs.resolve("no")).doesNotExist();
  }

  @Test
  void logs_of_json_are_shown_in_the_order_of_time(@TempDir Path runs) throws IOException {
    Cli.train(runs, "--name=logged", "--set=run.steps=2", "--set=logging.format=json");
    List<String> times = new ArrayList<>();
    Set<String> actors = new TreeSet<>();
    for (String line : Cli.sparring("logs", runs.resolve("logged").toString()).out().split("\\R")) {
      JsonNode object = Json.MAPPER.readTree(line);
      times.add(object.path("time").asText());
      actors.add(object.path("actor").asText());
    }
    assertThat(times).isSorted().hasSizeGreaterThan(10);
    assertThat(actors).contains("orchestrator", "pool", "proposer", "solver", "verifier", "worker");
  }

  @Test
  void a_run_that_no_mlflow_is_told_of_has_nothing_left_to_send() {
    Cli.Result said = Cli.sparring("mlflow", Cli.run().toString());
    assertThat(said.code()).isEqualTo(Main.MISTAKE);
    assertThat(said.complaint()).endsWith("is told to no MLflow server (metrics.mlflow)");
  }

  @Test
  void truth_as_reward_is_announced(@TempDir Path runs) {
    Cli.Result said =
        Cli.train(runs, "--name=ceiling", "--set=solver.reward=truth", "--set=run.steps=1");
    assertThat(said.code()).isZero();
    assertThat(said.out()).contains("The reward is the TRUTH");
  }
}
