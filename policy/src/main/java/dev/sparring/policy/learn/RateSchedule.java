package dev.sparring.policy.learn;

import dev.sparring.core.config.LearnSettings;

/** The learning rate of each step: a linear warm-up, then a constant, a line or half a cosine. */
public final class RateSchedule {
  private RateSchedule() {}

  /**
   * The rate of one step. The last step of the warm-up (the first step, if there is none) has the
   * peak; the last step of all has the final rate, and so has every step after it.
   *
   * @param step from 1
   * @param steps how many there will be
   */
  public static double rate(LearnSettings settings, int step, int steps) {
    int peak = Math.max(1, settings.warmup());
    if (step <= peak) {
      return settings.rate() * step / peak;
    }
    double done = step >= steps ? 1 : (step - peak) / (double) (steps - peak);
    double rest = settings.finalRateFraction();
    double share =
        switch (settings.decay()) {
          case CONSTANT -> 1;
          case LINEAR -> 1 - (1 - rest) * done;
          case COSINE -> rest + (1 - rest) * (1 + StrictMath.cos(Math.PI * done)) / 2;
        };
    return settings.rate() * share;
  }
}
