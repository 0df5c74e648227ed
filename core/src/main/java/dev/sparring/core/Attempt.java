package dev.sparring.core;

import java.util.Optional;

/**
 * One answer of the solver.
 *
 * @param id unique in a run
 * @param problemId the problem's id
 * @param sample number among the problem's answers, from 0; keys the answer's random streams
 * @param completion what was written
 * @param answer the canonical answer, when there is one
 * @param format name of the answer's format, as its task tells it; {@code malformed} when there is
 *     no answer
 */
public record Attempt(
    String id,
    String problemId,
    int sample,
    Completion completion,
    Optional<String> answer,
    String format) {
  /** The format of an attempt without an answer. */
  public static final String MALFORMED = "malformed";
}
