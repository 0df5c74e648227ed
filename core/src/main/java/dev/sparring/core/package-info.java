/**
 * The game in plain Java: what goes from role to role in a round, and what is remembered from round
 * to round.
 *
 * <p>No actor, no tensor and no file enters here. Each package below holds the rules of one kind:
 * {@code answer} (canonical answers), {@code vote} (the majority), {@code check} (what judges
 * answers), {@code reward}, {@code advantage}, {@code gate} (which problems are asked), {@code
 * curriculum} (who learns when), {@code guard} (alarms that need no truth), {@code ledger} (one
 * outcome each), {@code task} (what is played), {@code config} (the settings).
 */
package dev.sparring.core;
