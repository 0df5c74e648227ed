package dev.sparring.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntervalTest {
  /** Newcombe, "Two-sided confidence intervals for the single proportion", 1998, table I. */
  @ParameterizedTest
  @CsvSource({
    "81, 263, .2553, .3662",
    "15, 148, .0624, .1605",
    "0, 20, .0000, .1611",
    "1, 29, .0061, .1718"
  })
  void anAccuracyHasThePublishedScoreInterval(int right, int asked, double low, double high) {
    Interval interval = Interval.of((double) right / asked, asked);
    assertThat(interval.low()).isCloseTo(low, within(5e-5));
    assertThat(interval.high()).isCloseTo(high, within(5e-5));
  }

  @Test
  void aChangeIsInTheMiddleOfItsIntervalWhichNarrowsWithMoreProblems() {
    Interval few = Interval.ofChange(0.4, 0.5, 100);
    Interval many = Interval.ofChange(0.4, 0.5, 10_000);
    assertThat((few.low() + few.high()) / 2).isCloseTo(0.1, within(1e-12));
    assertThat(few.low()).isNegative();
    assertThat(many.low()).isPositive();
    assertThat(Interval.ofChange(1, 1, 100).half()).isPositive();
  }
}
