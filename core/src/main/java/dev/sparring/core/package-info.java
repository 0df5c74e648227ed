/**
 * The game in plain Java: what goes round the ring, and what is remembered from round to round.
 *
 * <p>No actor, no tensor and no file enters here. The rooms beside this one hold one rule each:
 * {@code answer} (canonical answers), {@code vote} (the majority), {@code reward}, {@code
 * advantage}, {@code guard} (label-free alarms), {@code task} (what is played), {@code config} (the
 * settings).
 */
package dev.sparring.core;
