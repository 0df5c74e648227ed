package dev.sparring.core.config;

/**
 * When a run writes checkpoints, and how many it keeps. A run is resumed from a checkpoint.
 *
 * @param every rounds from one checkpoint to the next; with 0 there is one at the end only
 * @param keep how many of the newest checkpoints are kept
 */
public record CheckpointSettings(
    @Constraint(atLeast = 0) int every, @Constraint(atLeast = 1) int keep) {}
