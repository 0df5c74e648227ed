package dev.sparring.core;

import java.util.List;
import java.util.Map;

/**
 * The whole round, which the verifier sends to the orchestrator.
 *
 * @param attempted the round so far
 * @param verdicts one a problem, in order
 * @param outcomes the terminal state of every proposal and attempt, by id
 * @param seconds the time verification took
 */
public record ScoredRound(
    AttemptedRound attempted,
    List<Verdict> verdicts,
    Map<String, Outcome> outcomes,
    double seconds) {}
