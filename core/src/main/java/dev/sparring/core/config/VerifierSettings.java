package dev.sparring.core.config;

import dev.sparring.core.vote.VoteRule;
import java.util.List;

/**
 * When the majority's answer to a problem becomes its label. All four conditions must hold.
 *
 * @param minVotes least votes for the majority's answer
 * @param minMargin least lead over the second answer, in votes
 * @param minShare least share of all answers, 0 to 1
 * @param minAgreement least share of the readable answers, 0 to 1
 * @param voters who answers a problem and has to agree on its label, {@code policy} among them
 * @param baseSamples answers of the base to each problem, where it is a voter
 */
public record VerifierSettings(
    @Constraint(atLeast = 1) int minVotes,
    @Constraint(atLeast = 1) int minMargin,
    @Constraint(atLeast = 0, atMost = 1) double minShare,
    @Constraint(atLeast = 0, atMost = 1) double minAgreement,
    @Constraint(oneOf = "policy|base") List<String> voters,
    @Constraint(atLeast = 1) int baseSamples) {

  /** The voter whose answers are learned from. */
  static final String POLICY = "policy";

  public VerifierSettings {
    voters = List.copyOf(voters);
  }

  /** When answers agree enough to give a label. */
  public VoteRule vote() {
    return new VoteRule(minVotes, minMargin, minShare, minAgreement);
  }

  /** Whether the base votes as well. */
  public boolean baseVotes() {
    return voters.contains("base");
  }
}
