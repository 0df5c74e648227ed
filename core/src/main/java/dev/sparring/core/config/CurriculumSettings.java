package dev.sparring.core.config;

/**
 * What a run keeps of earlier problems, and what it does with them.
 *
 * @param pool problems kept; 0 is none
 * @param age rounds after which a problem leaves the pool; 0 is never
 * @param replay share of a round's problems that are asked again out of the pool
 * @param low share of the majority from which a problem is used again
 * @param high share of the majority up to which it is
 */
public record CurriculumSettings(
    @Constraint(atLeast = 0) int pool,
    @Constraint(atLeast = 0) int age,
    @Constraint(atLeast = 0, below = 1) double replay,
    @Constraint(atLeast = 0, atMost = 1) double low,
    @Constraint(atLeast = 0, atMost = 1) double high) {}
