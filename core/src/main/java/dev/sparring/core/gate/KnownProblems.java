package dev.sparring.core.gate;

import java.util.Set;

/**
 * The problems that a new one is compared with.
 *
 * @param archive keys of problems that were asked in earlier rounds
 * @param round keys of problems that were admitted in this round so far
 */
public record KnownProblems(Set<String> archive, Set<String> round) {}
