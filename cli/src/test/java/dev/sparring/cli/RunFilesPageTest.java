package dev.sparring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparring.orchestrator.run.Rollouts;
import dev.sparring.policy.checkpoint.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** {@code docs/files-of-a-run.md} has every file of a run and every field of it. */
class RunFilesPageTest {
  private final DocPage page = DocPage.of("files-of-a-run.md");
  private final Path run = Cli.run();

  @Test
  void everyFileOfARunStandsThere() throws IOException {
    List<Path> folders = List.of(run, run.resolve("checkpoints/000002"));
    for (Path folder : folders) {
      try (var files = Files.list(folder)) {
        files
            .map(file -> file.getFileName().toString())
            .filter(name -> !name.equals("tokenizer_config.json"))
            .filter(name -> !name.equals("generation_config.json"))
            .forEach(name -> assertThat(page.text()).contains(name));
      }
    }
    try (var logs = Files.list(run.resolve("logs"))) {
      logs.map(log -> log.getFileName().toString().replace(".log", "`"))
          .forEach(name -> assertThat(page.text()).contains(name));
    }
  }

  @Test
  void everyFieldOfAProposalAndOfAnAnswerStandsThere() throws IOException {
    TreeSet<String> proposals = new TreeSet<>();
    TreeSet<String> answers = new TreeSet<>();
    for (int step = 1; step <= 2; step++) {
      for (JsonNode line : Rollouts.read(run.resolve("rollouts/00000" + step + ".jsonl.gz"))) {
        boolean proposal = line.path("role").asText().equals("proposer");
        line.fieldNames().forEachRemaining((proposal ? proposals : answers)::add);
      }
    }
    assertThat(page.keys("### A proposal")).containsAll(proposals).hasSizeGreaterThan(10);
    assertThat(page.keys("### An answer")).containsExactlyElementsOf(answers);
  }

  @Test
  void everyFieldOfTheSummaryAndOfTheStateStandsThere() {
    assertThat(page.keys("## `summary.json`"))
        .containsExactlyElementsOf(fields(run.resolve("summary.json")));
    TreeSet<String> state = fields(run.resolve("checkpoints/000002/state.json"));
    state.add("ending"); // a run that no guard ended has none
    assertThat(page.keys("### `state.json`")).containsExactlyElementsOf(state);
  }

  private static TreeSet<String> fields(Path file) {
    TreeSet<String> fields = new TreeSet<>();
    Json.read(file).fieldNames().forEachRemaining(fields::add);
    return fields;
  }
}
