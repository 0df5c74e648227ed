package dev.sparring.core.gate;

import dev.sparring.core.Attempt;
import dev.sparring.core.Problem;
import dev.sparring.core.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * A problem with its answers and what they say about it.
 *
 * @param attempts those that were written, in order
 * @param samples how many were asked for
 * @param grounded how sure the policy is of the label when it is asked, from 0 to 1; 0 where it was
 *     not asked
 * @param compared the same with other answers in view; 0 where it was not asked so
 * @param ballots answers of the base, which only vote
 */
public record AnsweredProblem(
    Problem problem,
    List<Attempt> attempts,
    int samples,
    double grounded,
    double compared,
    List<Optional<String>> ballots,
    Verdict verdict) {}
