package dev.sparring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.orchestrator.run.MetricsLog;
import dev.sparring.orchestrator.run.Summary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/metrics.md} has every key of {@code metrics.jsonl}, and no other. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MetricsPageTest {
  private final TreeSet<String> documented = DocPage.of("metrics.md").keys("# Metrics reference");
  private final TreeSet<String> ofTests = DocPage.of("metrics.md").keys("## Programs");
  private final TreeSet<String> measured = new TreeSet<>();

  @BeforeAll
  void runThatMeasuresAll(@TempDir Path runs) throws IOException {
    for (String play : List.of("questions", "judge", "correction", "self-edit")) {
      Cli.Result said =
          Cli.train(
              runs,
              "--name=" + play,
              "--set=evaluation.every=1",
              "--set=self-play=" + play,
              "--set=task=" + (play.equals("self-edit") ? "facts" : "addition"));
      assertThat(said.code()).as("%s", said).isZero();
      Path run = runs.resolve(play);
      MetricsLog.read(run.resolve("metrics.jsonl")).forEach(step -> measured.addAll(step.keySet()));
      measured.addAll(Summary.read(run).orElseThrow().before().keySet());
    }
  }

  @Test
  void everyKeyOfARunIsDocumented() {
    assertThat(measured)
        .hasSizeGreaterThan(40)
        .allSatisfy(key -> assertThat(documented).anyMatch(known -> pattern(known).test(key)));
  }

  @Test
  void everyKeyThatIsDocumentedIsMeasured() {
    assertThat(ofTests).isNotEmpty(); // CheckedTaskTest of the orchestrator measures these
    assertThat(documented)
        .filteredOn(known -> !ofTests.contains(known))
        .allSatisfy(known -> assertThat(measured).anyMatch(pattern(known)::test));
  }

  /** A key, in which {@code <format>} stands for any name. */
  private static Predicate<String> pattern(String key) {
    return Pattern.compile(key.replaceAll("<[a-z]+>", "[a-z-]+")).asMatchPredicate();
  }
}
