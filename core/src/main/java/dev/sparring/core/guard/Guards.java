package dev.sparring.core.guard;

import dev.sparring.core.config.GuardSettings;
import dev.sparring.core.guard.GuardState.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All guards of a run. They hold nothing: what they remember goes in and out. */
public final class Guards {
  private final List<Guard> guards;

  public Guards(List<GuardSettings> settings) {
    guards = settings.stream().map(Guard::new).toList();
  }

  /**
   * Looks at a finished round.
   *
   * @param state what was remembered after the round before
   * @param step the round
   * @param metrics by name, as they go into {@code metrics.jsonl}; one that is missing or NaN
   *     neither trips its guard nor resets it
   */
  public Observation observe(GuardState state, int step, Map<String, Double> metrics) {
    int rounds = state.rounds() + 1;
    Map<String, Progress> progress = new TreeMap<>(state.guards());
    List<Alarm> alarms = new ArrayList<>();
    for (Guard guard : guards) {
      Double value = metrics.get(guard.settings().metric());
      if (value == null || value.isNaN() || rounds <= guard.settings().after()) {
        continue;
      }
      String name = guard.settings().name();
      Progress next = guard.after(progress.getOrDefault(name, Progress.NONE), step, value);
      progress.put(name, next);
      guard.alarm(next, value).ifPresent(alarms::add);
    }
    return new Observation(new GuardState(rounds, progress), alarms);
  }

  /**
   * What came of a round.
   *
   * @param next what to remember
   * @param alarms in the order of the guards' names
   */
  public record Observation(GuardState next, List<Alarm> alarms) {
    public Observation {
      alarms = List.copyOf(alarms);
    }

    /** How many guards want a stronger pull to the base. */
    public int raises() {
      return (int) alarms.stream().filter(a -> a.action() == GuardSettings.Action.RAISE_KL).count();
    }

    /** The first alarm that ends the run; empty when all of them only warn. */
    public Optional<Alarm> decisive() {
      return alarms.stream().filter(a -> !a.action().goesOn()).findFirst();
    }
  }
}
