package dev.sparring.core.config;

/**
 * When the majority's answer to a problem becomes its label. All four conditions must hold.
 *
 * @param minVotes least votes for the majority's answer
 * @param minMargin least lead over the second answer, in votes
 * @param minShare least share of all answers, 0 to 1
 * @param minAgreement least share of the readable answers, 0 to 1
 */
public record VerifierSettings(
    @Constraint(atLeast = 1) int minVotes,
    @Constraint(atLeast = 1) int minMargin,
    @Constraint(atLeast = 0, atMost = 1) double minShare,
    @Constraint(atLeast = 0, atMost = 1) double minAgreement) {}
