package dev.sparring.dashboard.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SeriesTableProperties {
  @Property(tries = 60)
  void noRoundIsLostAndNothingGrowsWithTheRun(
      @ForAll @IntRange(min = 1, max = 40_000) int rounds, @ForAll long seed) {
    Random random = new Random(seed);
    SeriesTable table = new SeriesTable();
    double sum = 0;
    double least = Double.POSITIVE_INFINITY;
    double greatest = Double.NEGATIVE_INFINITY;
    for (int step = 1; step <= rounds; step++) {
      double value = random.nextGaussian();
      sum += value;
      least = Math.min(least, value);
      greatest = Math.max(greatest, value);
      Map<String, Double> values = new LinkedHashMap<>();
      values.put("always", value);
      values.put("sometimes", random.nextInt(10) == 0 ? value : Double.NaN);
      table.add(new MetricsRow(step, values));
    }
    assertThat(table.size()).isBetween(1, SeriesTable.CAPACITY);
    assertThat(table.step(table.size() - 1)).isEqualTo(rounds);
    SeriesTable.Series always = table.metrics().get("always");
    double total = 0;
    int before = 0;
    double lowest = Double.POSITIVE_INFINITY;
    double highest = Double.NEGATIVE_INFINITY;
    for (int bucket = 0; bucket < table.size(); bucket++) {
      int inBucket = table.step(bucket) - before;
      before = table.step(bucket);
      assertThat(inBucket).isBetween(1, table.width());
      total += inBucket * always.mean(bucket);
      lowest = Math.min(lowest, always.least(bucket));
      highest = Math.max(highest, always.greatest(bucket));
    }
    assertThat(total).isCloseTo(sum, within(1e-6));
    assertThat(lowest).isEqualTo(least);
    assertThat(highest).isEqualTo(greatest);
  }

  @Property(tries = 20)
  void aRunThatFitsHasItsFiguresAsTheyAre(
      @ForAll @IntRange(min = 1, max = SeriesTable.CAPACITY) int rounds) {
    SeriesTable table = new SeriesTable();
    for (int step = 1; step <= rounds; step++) {
      table.add(new MetricsRow(3 * step, Map.of("m", 1.0 / step)));
    }
    assertThat(table.width()).isEqualTo(1);
    assertThat(table.size()).isEqualTo(rounds);
    for (int bucket = 0; bucket < rounds; bucket++) {
      assertThat(table.step(bucket)).isEqualTo(3 * bucket + 3);
      assertThat(table.metrics().get("m").mean(bucket)).isEqualTo(1.0 / (bucket + 1));
    }
  }

  @Property(tries = 10)
  void aMetricThatBeginsLateHasNothingBefore(@ForAll @IntRange(min = 2, max = 5000) int late) {
    SeriesTable table = new SeriesTable();
    for (int step = 1; step <= 6000; step++) {
      table.add(new MetricsRow(step, step >= late ? Map.of("m", 1.0) : Map.of()));
    }
    SeriesTable.Series series = table.metrics().get("m");
    for (int bucket = 0; bucket < table.size(); bucket++) {
      if (table.step(bucket) < late) {
        assertThat(series.mean(bucket)).isNaN();
        assertThat(series.least(bucket)).isNaN();
      } else {
        assertThat(series.mean(bucket)).isEqualTo(1.0);
      }
    }
  }
}
