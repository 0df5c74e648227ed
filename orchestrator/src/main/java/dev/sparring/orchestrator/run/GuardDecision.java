package dev.sparring.orchestrator.run;

import dev.sparring.core.config.GuardSettings;
import dev.sparring.core.config.Settings;

/**
 * A guard's decision that a run ends. A checkpoint keeps it: a run that dies in its last evaluation
 * ends the same way when it is resumed.
 *
 * @param guard name of the guard
 * @param reason what the guard saw, in one line
 */
public record GuardDecision(String guard, String reason) {
  /** As {@code summary.json} has it. */
  public String stopped() {
    return Summary.GUARD + guard;
  }

  /** Whether the guard still ends runs: its action may have been changed for the resumption. */
  public boolean inForce(Settings now) {
    return now.guards().stream()
        .anyMatch(
            g ->
                g.name().equals(guard)
                    && (g.action() == GuardSettings.Action.STOP
                        || g.action() == GuardSettings.Action.ROLL_BACK));
  }
}
