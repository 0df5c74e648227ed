package dev.sparring.core.gate;

import java.util.List;

/**
 * What learning gates have admitted in a round so far.
 *
 * @param answered how many problems of the round were answered, admitted or not
 * @param admitted those that were admitted, in order
 */
public record AdmittedProblems(int answered, List<AnsweredProblem> admitted) {}
