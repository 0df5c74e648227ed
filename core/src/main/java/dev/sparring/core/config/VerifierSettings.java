package dev.sparring.core.config;

/**
 * When the answers to a problem agree enough to give a label.
 *
 * @param minVotes votes that the majority needs
 * @param minMargin votes by which it leads the runner-up
 * @param minShare share of all answers that it has
 * @param minAgreement share of the readable answers that it has
 */
public record VerifierSettings(
    @Constraint(atLeast = 1) int minVotes,
    @Constraint(atLeast = 1) int minMargin,
    @Constraint(atLeast = 0, atMost = 1) double minShare,
    @Constraint(atLeast = 0, atMost = 1) double minAgreement) {}
