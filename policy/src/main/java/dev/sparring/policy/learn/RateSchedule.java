package dev.sparring.policy.learn;

import dev.sparring.core.config.LearnSettings;

/**
 * The learning rate of each step: a linear warm-up, then constant, linear or cosine decay ({@link
 * LearnSettings.Decay}).
 */
public final class RateSchedule {
  private RateSchedule() {}

  /**
   * The rate of one step. The last step of the warm-up (the first step, if there is none) has the
   * peak rate. The last step has the final rate, and so has every step after it.
   *
   * @param step from 1
   * @param steps of the whole run
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
