package dev.sparring.core.config;

/**
 * What a run can be resumed from.
 *
 * @param every rounds from one to the next; 0 is only at the end
 * @param keep newest ones kept
 */
public record CheckpointSettings(
    @Constraint(atLeast = 0) int every, @Constraint(atLeast = 1) int keep) {}
