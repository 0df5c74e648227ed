package dev.sparring.core;

/**
 * A well-formed problem.
 *
 * @param id the id of the proposal that holds it; unique in a run
 * @param index place among the round's proposals; keys the random streams of its answers
 * @param key canonical form; two problems with the same key are the same problem
 * @param text what the solver is asked
 */
public record Problem(String id, int index, String key, String text) {}
