package dev.sparring.core.vote;

import dev.sparring.core.Verdict;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * When the most frequent answer is taken as right. Nothing depends on the order of the answers: a
 * tie has no label, rather than the label that came first.
 *
 * <p>The vote is the solver's reward of "Self-Questioning Language Models" (2508.03682); the
 * thresholds are ours, since a label from one vote of four, or from a tie, is noise.
 *
 * @param minVotes answers that must agree, at least 1 (2 for a vote that means anything)
 * @param minMargin votes more than the runner-up, at least 1
 * @param minShare share of all attempts that must agree, from 0 to 1
 * @param minAgreement share of the attempts with an answer that must agree, from 0 to 1
 */
public record VoteRule(int minVotes, int minMargin, double minShare, double minAgreement) {
  /** Two votes and a margin of one. */
  public static final VoteRule DEFAULT = new VoteRule(2, 1, 0, 0);

  /** {@link IllegalArgumentException} for a threshold out of its range. */
  public VoteRule {
    require(minVotes >= 1, "minVotes is " + minVotes + ", and must be at least 1");
    require(minMargin >= 1, "minMargin is " + minMargin + ", and must be at least 1");
    requireShare(minShare, "minShare");
    requireShare(minAgreement, "minAgreement");
  }

  /**
   * The verdict over all attempts that were written.
   *
   * @param answers one an attempt, canonical; empty for an attempt without an answer. Attempts lost
   *     to a failure of the infrastructure are not among them: they say nothing about the problem.
   */
  public Verdict decide(String problemId, List<Optional<String>> answers) {
    Map<String, Integer> counts = new HashMap<>();
    answers.forEach(answer -> answer.ifPresent(text -> counts.merge(text, 1, Integer::sum)));
    // Sorted, so that not even the rounding of the entropy depends on the order of the answers.
    List<Integer> sorted =
        counts.values().stream().sorted(Comparator.<Integer>reverseOrder()).toList();
    int answered = sorted.stream().mapToInt(Integer::intValue).sum();
    int count = sorted.isEmpty() ? 0 : sorted.get(0);
    int runnerUp = sorted.size() < 2 ? 0 : sorted.get(1);
    boolean decided =
        count >= minVotes
            && count - runnerUp >= minMargin
            && (double) count / answers.size() >= minShare
            && (double) count / answered >= minAgreement;
    return new Verdict(
        problemId,
        answers.size(),
        answered,
        decided ? Optional.of(holder(counts, count)) : Optional.empty(),
        count,
        runnerUp,
        entropy(sorted, answers.size()));
  }

  private static String holder(Map<String, Integer> counts, int count) {
    return counts.entrySet().stream()
        .filter(entry -> entry.getValue() == count)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  /** In nats; each of the attempts without an answer is an answer of its own. */
  private static double entropy(Collection<Integer> counts, int attempts) {
    double sum = 0;
    int missing = attempts;
    for (int count : counts) {
      sum += count * StrictMath.log((double) attempts / count);
      missing -= count;
    }
    return attempts == 0 ? 0 : (sum + missing * StrictMath.log(attempts)) / attempts;
  }

  private static void requireShare(double share, String name) {
    require(share >= 0 && share <= 1, name + " is " + share + ", and must be in 0..1");
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
