package dev.sparring.core;

import java.util.Optional;

/**
 * What the answers to one problem say about it.
 *
 * @param problemId the problem
 * @param attempts answers asked for
 * @param answered answers that were well-formed
 * @param label the answer that is taken as right, when enough agree
 * @param count how many gave the most frequent answer
 * @param runnerUp how many gave the next most frequent one
 * @param entropy of the distribution of answers, in nats; an attempt without an answer counts as an
 *     answer of its own
 */
public record Verdict(
    String problemId,
    int attempts,
    int answered,
    Optional<String> label,
    int count,
    int runnerUp,
    double entropy) {
  /** Share of all attempts that gave the most frequent answer. */
  public double share() {
    return attempts == 0 ? 0 : (double) count / attempts;
  }
}
