package dev.sparring.core;

import java.util.Optional;

/**
 * A problem of an earlier round, as the pool of a run keeps it.
 *
 * @param key canonical form
 * @param text what the solver was asked
 * @param label what its answers agreed on when it was asked last, if all learning gates admitted
 *     it; it is reported, and never counts as an answer when the problem is asked again
 * @param share of the answers that the most frequent one had then
 * @param step of the round in which it was asked last
 */
public record PastProblem(
    String key, String text, Optional<String> label, double share, int step) {}
