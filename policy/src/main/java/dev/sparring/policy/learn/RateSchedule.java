package dev.sparring.policy.learn;

import dev.sparring.core.config.LearnSettings;

/** The learning rate of each step: a linear warm-up, then a constant, a line or half a cosine. */
public final class RateSchedule {
  private RateSchedule() {}

  /**
   * The rate of one step. The first step after the warm-up has the peak; the final rate is where
   * the step after the last would be, and stays from there on.
   *
   * @param step from 1
   * @param steps how many there will be
   */
  public static double rate(LearnSettings settings, int step, int steps) {
    if (step <= settings.warmup()) {
      return settings.rate() * step / settings.warmup();
    }
    double decaying = Math.max(1, steps - settings.warmup());
    double done = Math.min(1, (step - 1 - settings.warmup()) / decaying);
    double rest = settings.finalRateFraction();
    double share =
        switch (settings.decay()) {
          case CONSTANT -> 1;
          case LINEAR -> 1 - (1 - rest) * done;
          case COSINE -> rest + (1 - rest) * (1 + Math.cos(Math.PI * done)) / 2;
        };
    return settings.rate() * share;
  }
}
