package dev.sparring.core.guard;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the guards remember from round to round: numbers by name, for the run's state.
 *
 * @param rounds rounds observed
 * @param guards by name of guard, sorted
 */
public record GuardState(int rounds, Map<String, Progress> guards) {
  /** Before the first round. */
  public static final GuardState START = new GuardState(0, Map.of());

  public GuardState {
    SortedMap<String, Progress> sorted = new TreeMap<>(guards);
    guards = Collections.unmodifiableSortedMap(sorted);
  }

  /**
   * What one guard remembers.
   *
   * @param startRounds rounds that have gone into the metric's start
   * @param startSum sum of the metric over them
   * @param streak rounds in a row beyond the threshold
   * @param streakStart step of the first of them; 0 without a streak
   */
  public record Progress(int startRounds, double startSum, int streak, int streakStart) {
    static final Progress NONE = new Progress(0, 0, 0, 0);

    double startMean() {
      return startSum / startRounds;
    }

    Progress started(double value) {
      return new Progress(startRounds + 1, startSum + value, streak, streakStart);
    }

    Progress beyond(int step) {
      return new Progress(startRounds, startSum, streak + 1, streak == 0 ? step : streakStart);
    }

    Progress within() {
      return new Progress(startRounds, startSum, 0, 0);
    }
  }
}
