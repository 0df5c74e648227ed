package dev.sparring.core.guard;

import dev.sparring.core.config.GuardSettings;

/**
 * A guard has gone off.
 *
 * @param name the guard's name
 * @param action what it wants done; never {@link GuardSettings.Action#OFF}
 * @param message one line that says what was seen
 * @param streakStart the step at which the metric left its bounds; the newest checkpoint from
 *     before it is the one to roll back to
 */
public record Alarm(String name, GuardSettings.Action action, String message, int streakStart) {}
