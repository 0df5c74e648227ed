package dev.sparring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparring.policy.checkpoint.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GapCommandTest {
  private static Cli.Result gap(String model, int problems, int samples, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "gap",
                model,
                "--set=policy.threads=2",
                "--set=policy.decode.slots=64",
                "--problems=" + problems,
                "--samples=" + samples));
    arguments.addAll(List.of(more));
    return Cli.sparring(arguments.toArray(String[]::new));
  }

  @Test
  void theVoteOfTheBundledModelClosesPartOfItsGap() throws IOException {
    Cli.Result said = gap("bundled", 12, 16, "--json");
    assertThat(said.code()).as("%s", said).isZero();
    JsonNode report = Json.MAPPER.readTree(said.out());
    assertThat(report.path("problems").asInt()).isEqualTo(12);
    JsonNode vote = report.path("gap").path("vote");
    assertThat(vote.path("value").asDouble()).isBetween(.1, 1.);
    assertThat(vote.path("low").asDouble()).isLessThanOrEqualTo(vote.path("value").asDouble());
    assertThat(report.path("confidence").path("vote share").path("auroc").path("value").asDouble())
        .isBetween(0., 1.);
    assertThat(report.path("gap").size()).as("the bundled model knows no words").isEqualTo(1);
    assertThat(gap("bundled", 12, 16).out())
        .containsPattern("(?m)^ addition, 12 problems, 16 answers +value +95 % interval$")
        .containsPattern("(?m)^ gap, vote +\\.?\\d");
  }

  @Test
  void aModelOfWordsIsAskedAboutItsAnswersToo() throws IOException {
    Cli.Result said =
        gap(
            Cli.GOLDEN.resolve("qwen2-tiny").toString(),
            2,
            4,
            "--task=arithmetic",
            "--compare",
            "--set=sampling.max-tokens=4",
            "--json");
    assertThat(said.code()).as("%s", said).isZero();
    JsonNode report = Json.MAPPER.readTree(said.out());
    assertThat(report.path("gap").fieldNames())
        .toIterable()
        .containsExactly("vote", "P(true)", "vote and P(true)", "comparison");
    assertThat(report.path("confidence").fieldNames())
        .toIterable()
        .containsExactly("vote share", "P(true)", "comparison");
  }

  @Test
  void whatCannotBeMeasuredIsRefusedInOneLine() {
    assertThat(gap("bundled", 12, 1).complaint()).contains("--samples is 1; it takes");
    assertThat(gap("bundled", 12, 16, "--compare").complaint()).contains("not in words");
  }
}
