package dev.sparring.orchestrator;

import dev.sparring.core.RunState;
import dev.sparring.core.config.GuardSettings;
import dev.sparring.core.guard.Alarm;
import dev.sparring.core.guard.Guards;
import dev.sparring.orchestrator.run.Checkpoints;
import dev.sparring.orchestrator.run.RunWriter;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;

/** Shows each round to the guards, logs their alarms, and finds the checkpoint to roll back to. */
final class GuardRunner {
  private final Guards guards;
  private final RunWriter writer;
  private final RunEvents events;
  private final Supplier<Logger> log;

  GuardRunner(Orchestrator.Plan plan, Supplier<Logger> log) {
    this.guards = new Guards(plan.settings().guards());
    this.writer = plan.writer();
    this.events = plan.events();
    this.log = log;
  }

  /**
   * Looks at a round that was played.
   *
   * @param before the state that it began from
   */
  Guards.Observation observe(RunState before, int step, Map<String, Double> metrics) {
    return guards.observe(before.guards(), step, metrics);
  }

  /** Logs and reports all alarms of a round; gives the one that ends the run. */
  Optional<Alarm> report(int step, Guards.Observation seen) {
    for (Alarm alarm : seen.alarms()) {
      log.get().warn("guard {}: {}", alarm.name(), alarm.message());
      events.accept(new RunEvent.GuardRaised(step, alarm.name(), alarm.message()));
    }
    return seen.decisive();
  }

  /** The state in which guards have raised the pull to the base, if any wants it. */
  RunState raised(Guards.Observation seen, RunState run) {
    double factor = run.klFactor();
    for (int i = 0; i < seen.raises(); i++) {
      factor = Math.min(GuardSettings.Action.MOST_KL, 2 * factor);
    }
    return factor == run.klFactor() ? run : run.withKlFactor(factor);
  }

  /** The checkpoint from before the alarm's streak, if the run is to go back to it. */
  Optional<Checkpoints.Found> rollbackTarget(Alarm alarm) {
    Optional<Checkpoints.Found> rollbackTarget =
        alarm.action() == GuardSettings.Action.ROLL_BACK
            ? writer.rollbackTarget(alarm.streakStart(), this::say)
            : Optional.empty();
    rollbackTarget.ifPresent(found -> say("rolling back to " + found.path()));
    return rollbackTarget;
  }

  private void say(String line) {
    log.get().warn(line);
    events.note(line);
  }
}
