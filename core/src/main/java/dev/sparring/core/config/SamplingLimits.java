package dev.sparring.core.config;

import java.util.List;

/**
 * The constraints of {@link dev.sparring.core.Sampling}, which has none because it is no setting.
 */
record SamplingLimits(
    @Constraint(atLeast = 0) double temperature,
    @Constraint(atLeast = 0) int topK,
    @Constraint(above = 0, atMost = 1) double topP,
    @Constraint(atLeast = 0, atMost = 1) double minP,
    @Constraint(atLeast = 1) int maxTokens,
    List<String> stop) {}
