package dev.sparring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparring.policy.checkpoint.Json;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvalCommandTest {
  @Test
  void a_run_is_measured_as_it_measured_itself() throws IOException {
    Cli.Result said = Cli.sparring("eval", Cli.run().toString(), "--json");
    assertThat(said.code()).isZero();
    JsonNode object = Json.MAPPER.readTree(said.out());
    JsonNode after = Json.read(Cli.run().resolve("summary.json")).path("after");
    assertThat(after.isEmpty()).isFalse();
    after
        .fields()
        .forEachRemaining(
            mark ->
                assertThat(object.path(mark.getKey()).asDouble())
                    .as(mark.getKey())
                    .isEqualTo(mark.getValue().asDouble()));
    assertThat(object.path("model").asText()).endsWith("000002");
  }

  @Test
  void a_model_is_measured_on_any_task() {
    Cli.Result said =
        Cli.sparring("eval", "bundled", "--task=subtraction", "--problems=10", "--samples=3");
    assertThat(said.code()).isZero();
    assertThat(said.out())
        .contains("subtraction, held-out problems (10)")
        .containsPattern("(?m)^ majority@3 +[0-9.]+ %$")
        .containsPattern("(?m)^ greedy, scratchpad forced +[0-9.]+ %$");
  }

  @Test
  void of_one_answer_there_is_no_majority() {
    Cli.Result said = Cli.sparring("eval", "bundled", "--problems=4", "--samples=1");
    assertThat(said.code()).isZero();
    assertThat(said.out()).contains(" sampled, T 1.0 ").doesNotContain("majority@", "pass@");
  }

  @Test
  void what_is_neither_model_nor_run_is_refused(@TempDir Path folder) {
    Cli.Result said = Cli.sparring("eval", folder.toString());
    assertThat(said.complaint()).contains("neither a model", "nor a run");
    assertThat(said.code()).isEqualTo(Main.MISTAKE);
    assertThat(Cli.sparring("eval", "nowhere").complaint()).contains("nowhere does not exist");
  }

  @Test
  void more_problems_than_there_are_is_said() {
    Cli.Result said =
        Cli.sparring("eval", "bundled", "--problems=100000", "--samples=1", "--task=subtraction");
    assertThat(said.code()).isZero();
    assertThat(said.err())
        .containsPattern(
            "The task subtraction has \\d+ held-out problems, and all of them are asked; 100000 were"
                + " wanted.");
  }

  @Test
  void a_run_that_is_misspelt_is_not_looked_for_on_the_hub() {
    Path run = Cli.run();
    String typed = run.resolveSibling("finishde").toString();
    for (String command : new String[] {"eval", "score", "generate", "inspect"}) {
      Cli.Result said = Cli.given(java.util.List.of(), command, typed);
      assertThat(said.complaint())
          .contains("there is no such run", typed, "; did you mean " + run + "?");
      assertThat(said.code()).isEqualTo(Main.MISTAKE);
    }
    Cli.Result said = Cli.sparring("eval", "runs/no-such-run-of-anybody");
    assertThat(said.complaint()).contains("there is no such run: runs/no-such-run-of-anybody");
  }

  @Test
  void an_unknown_task_is_refused_with_the_known_ones() {
    Cli.Result said = Cli.sparring("eval", "bundled", "--task=division");
    assertThat(said.complaint()).contains("division", "addition", "multiplication", "subtraction");
    assertThat(said.code()).isEqualTo(Main.MISTAKE);
  }
}
