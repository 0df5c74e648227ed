package dev.sparring.core.gate;

import dev.sparring.core.Attempt;
import dev.sparring.core.Problem;
import dev.sparring.core.Verdict;
import java.util.List;

/**
 * A problem with its answers and what they say about it.
 *
 * @param attempts those that were written, in order
 * @param samples how many were asked for
 */
public record AnsweredProblem(
    Problem problem, List<Attempt> attempts, int samples, Verdict verdict) {}
