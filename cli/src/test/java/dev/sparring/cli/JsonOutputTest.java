package dev.sparring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparring.policy.checkpoint.Json;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code --json}: one line, and numbers that JSON knows. */
class JsonOutputTest {
  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void aNumberThatIsNotFiniteIsNull(double number) {
    assertThat(JsonOutput.line(Map.of("a", List.of(1.5, number)))).isEqualTo("{\"a\":[1.5,null]}");
    assertThat(JsonOutput.line(Map.of("a", new float[] {(float) number})))
        .isEqualTo("{\"a\":[null]}");
    assertThat(JsonOutput.line(Map.of("a", Map.of("b", number)))).isEqualTo("{\"a\":{\"b\":null}}");
  }

  private static JsonNode said(String... arguments) throws IOException {
    Cli.Result said = Cli.sparring(arguments);
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(said.out().lines()).hasSize(1);
    assertThat(said.out()).doesNotContain("NaN", "Infinity");
    return Json.MAPPER.readTree(said.out());
  }

  @Test
  void aRunIsInspectedAsJson() throws IOException {
    String run = Cli.run().toString();
    assertThat(said("inspect", run, "--json").path("steps")).hasSize(2);
    assertThat(said("inspect", run, "--json").path("summary").path("stopped").asText())
        .isEqualTo("completed");
    assertThat(said("inspect", run, "--step=2", "--json").path("problems")).hasSize(4);
    JsonNode problem = said("inspect", run, "--step=2", "--problem=p001", "--json");
    assertThat(problem.path("problem").path("id").asText()).isEqualTo("s000002-p001");
    assertThat(problem.path("answers")).hasSize(4);
  }

  @Test
  void aConfigurationIsShownAsJson() throws IOException {
    JsonNode shown = said("validate", "--set=run.steps=7", "--json");
    assertThat(shown.path("configuration").path("run").path("steps").asInt()).isEqualTo(7);
    assertThat(shown.path("memory").path("weights").asLong()).isEqualTo(4 * 593_920);
    assertThat(shown.path("problems").isEmpty()).isTrue();
  }

  @Test
  void aRunEndsWithItsSummaryAsJsonAndAllElseGoesToStandardError(@TempDir java.nio.file.Path runs)
      throws IOException {
    Cli.Result said = Cli.train(runs, "--name=json", "--set=run.steps=1", "--json");
    assertThat(said.code()).isZero();
    assertThat(said.out().lines()).hasSize(1);
    JsonNode summary = Json.MAPPER.readTree(said.out());
    assertThat(summary.path("directory").asText()).isEqualTo(runs.resolve("json").toString());
    assertThat(summary.path("stopped").asText()).isEqualTo("completed");
    assertThat(summary.path("after").path("eval/greedy").isNumber()).isTrue();
    assertThat(said.err()).contains("round 1/1", "Completed after 1 rounds");
  }
}
