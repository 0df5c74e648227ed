package dev.sparring.core.config;

import java.util.List;

/**
 * When the answers to a problem agree enough to give a label.
 *
 * @param minVotes votes that the majority needs
 * @param minMargin votes by which it leads the runner-up
 * @param minShare share of all answers that it has
 * @param minAgreement share of the readable answers that it has
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

  /** Whether the base votes as well. */
  public boolean baseVotes() {
    return voters.contains("base");
  }
}
