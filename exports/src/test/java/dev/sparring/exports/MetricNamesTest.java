package dev.sparring.exports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.core.config.MetricsSettings;
import dev.sparring.testkit.RunFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MetricNamesTest {
  @Test
  void ownNamesStayAndOthersAreAdded() {
    Map<String, Double> own = Map.of("verifier/mixed", .75, "time/propose", 1.0, "time/solve", 2.0);
    assertThat(MetricNames.with(MetricsSettings.Names.OWN, own)).isEqualTo(own);
    assertThat(MetricNames.with(MetricsSettings.Names.TRL, own))
        .containsAllEntriesOf(own)
        .containsEntry("train/frac_reward_zero_std", .25)
        .hasSize(4);
    assertThat(MetricNames.with(MetricsSettings.Names.VERL, own))
        .containsAllEntriesOf(own)
        .containsEntry("timing_s/gen", 3.0)
        .hasSize(4);
  }

  /** The page on metrics says in the row of a key what it is called elsewhere. */
  @ParameterizedTest
  @EnumSource(names = {"TRL", "VERL"})
  void everyNameStandsInTheRowOfItsMetric(MetricsSettings.Names names) throws IOException {
    List<String> rows = Files.readAllLines(RunFiles.HOME.resolve("docs/metrics.md"));
    assertThat(MetricNames.sources(names))
        .hasSizeGreaterThan(10)
        .allSatisfy(
            (name, keys) ->
                assertThat(keys)
                    .allSatisfy(
                        key ->
                            assertThat(rows)
                                .filteredOn(row -> row.startsWith("| `" + key + "`"))
                                .singleElement()
                                .asString()
                                .containsIgnoringCase(names.name())
                                .contains("`" + name.replaceFirst("^train/", "") + "`")));
  }
}
