package dev.sparring.policy.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sparring.core.config.LearnSettings;
import dev.sparring.policy.Tiny;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateScheduleTest {
  private static LearnSettings settings(String decay, int warmup, double rest) {
    return Tiny.settings(
            "learn.rate",
            "0.008",
            "learn.decay",
            decay,
            "learn.warmup",
            "" + warmup,
            "learn.final-rate-fraction",
            "" + rest)
        .learn();
  }

  private static double[] rates(LearnSettings settings, int steps) {
    double[] rates = new double[steps];
    for (int i = 0; i < steps; i++) {
      rates[i] = RateSchedule.rate(settings, i + 1, steps);
    }
    return rates;
  }

  @Test
  void aWarmUpRisesInEqualStepsToThePeak() {
    assertThat(rates(settings("constant", 4, 0.1), 6))
        .containsExactly(new double[] {0.002, 0.004, 0.006, 0.008, 0.008, 0.008}, within(1e-12));
  }

  @Test
  void aLinearDecayFallsInEqualSteps() {
    assertThat(rates(settings("linear", 2, 0.5), 6))
        .containsExactly(new double[] {0.004, 0.008, 0.007, 0.006, 0.005, 0.004}, within(1e-12));
  }

  @Test
  void aCosineDecayIsHalfwayDownInTheMiddle() {
    double[] rates = rates(settings("cosine", 0, 0.25), 9);
    assertThat(rates[0]).isEqualTo(0.008);
    assertThat(rates[4]).isCloseTo(0.005, within(1e-12));
    double expected = 0.002 + 0.006 * (1 + Math.cos(Math.PI * 7 / 8)) / 2;
    assertThat(rates[7]).isCloseTo(expected, within(1e-12));
    assertThat(rates[8]).isCloseTo(0.002, within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(strings = {"linear", "cosine"})
  void aDecayReachesItsFinalRateAtTheLastStepAndNotBeforeAndStaysThere(String decay) {
    for (int warmup : new int[] {0, 1, 3, 19}) {
      LearnSettings settings = settings(decay, warmup, 0.1);
      int peak = Math.max(1, warmup);
      double last = RateSchedule.rate(settings, peak, 20);
      assertThat(last).isEqualTo(0.008);
      for (int step = peak + 1; step <= 20; step++) {
        double rate = RateSchedule.rate(settings, step, 20);
        assertThat(rate).isLessThan(last);
        last = rate;
      }
      assertThat(last).isCloseTo(0.0008, within(1e-12));
      assertThat(RateSchedule.rate(settings, 21, 20)).isEqualTo(last);
      assertThat(RateSchedule.rate(settings, 50, 20)).isEqualTo(last);
    }
  }

  @Test
  void aRunOfOneStepAndARunShorterThanItsWarmUpHaveARate() {
    assertThat(rates(settings("cosine", 0, 0), 1)).containsExactly(0.008);
    assertThat(rates(settings("linear", 8, 0), 2))
        .containsExactly(new double[] {0.001, 0.002}, within(1e-12));
  }
}
