package dev.sparring.core.config;

import java.util.List;

/** What the components of {@link dev.sparring.core.Sampling}, which knows no settings, may hold. */
record SamplingLimits(
    @Takes(atLeast = 0) double temperature,
    @Takes(atLeast = 0) int topK,
    @Takes(above = 0, atMost = 1) double topP,
    @Takes(atLeast = 0, atMost = 1) double minP,
    @Takes(atLeast = 1) int maxTokens,
    List<String> stop) {}
