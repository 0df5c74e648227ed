package dev.sparring.core;

import java.util.Optional;

/**
 * An answer that only votes: of a voter beside the policy. It has no outcome and is not learned
 * from.
 *
 * @param problemId the problem's id
 * @param voter who answered
 * @param answer the canonical answer, when there is one
 */
public record Ballot(String problemId, Role voter, Optional<String> answer) {}
