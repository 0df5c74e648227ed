package dev.sparring.dashboard.run;

import dev.sparring.core.config.GuardSettings;
import dev.sparring.core.guard.Alarm;
import dev.sparring.core.guard.GuardState;
import dev.sparring.core.guard.Guards;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/**
 * The alarms of a run's guards. No file of the run lists them; the same rules over the same metrics
 * give them again.
 */
final class GuardMarks {
  private static final int MOST = 500;
  private final Guards guards;
  private final Deque<Mark> marks = new ArrayDeque<>();
  private GuardState state = GuardState.START;

  GuardMarks(List<GuardSettings> settings) {
    guards = new Guards(settings);
  }

  /**
   * A guard went off.
   *
   * @param action what it did: {@code warn}, {@code stop} or {@code roll-back}
   * @param message one line that says what was seen
   */
  public record Mark(int step, String guard, String action, String message) {}

  /** Looks at the next round. */
  void add(MetricsRow row) {
    Guards.Observation seen = guards.observe(state, row.step(), row.values());
    state = seen.next();
    for (Alarm alarm : seen.alarms()) {
      if (marks.size() == MOST) {
        marks.removeFirst();
      }
      String action = alarm.action().name().toLowerCase(Locale.ROOT).replace('_', '-');
      marks.add(new Mark(row.step(), alarm.name(), action, alarm.message()));
    }
  }

  /** The newest alarms, oldest first. */
  List<Mark> marks() {
    return List.copyOf(marks);
  }
}
