package dev.sparring.core;

import java.util.List;
import java.util.Map;

/**
 * What the solver hands to the verifier.
 *
 * @param proposed the round so far
 * @param attempts every answer that was written
 * @param failed ids of attempts that were asked for and never written, with the machinery's reason
 * @param seconds the time it took
 */
public record AttemptedRound(
    ProposedRound proposed, List<Attempt> attempts, Map<String, String> failed, double seconds) {}
