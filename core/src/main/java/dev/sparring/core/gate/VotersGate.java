package dev.sparring.core.gate;

import dev.sparring.core.DropReason;
import dev.sparring.core.vote.VoteRule;
import java.util.Optional;

/**
 * Refuses problems whose label is not also the most frequent answer of the base. What the policy
 * has come to agree on by learning from its own votes, the base has not. {@code verifier.voters}
 * puts this gate at the head of the chain.
 */
final class VotersGate implements LearningGate {
  static final String NAME = "voters";
  private static final VoteRule MOST = new VoteRule(1, 1, 0, 0);
  private static final DropReason.Refused APART = new DropReason.Refused(NAME, "voters disagree");

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "problems on which policy and base do not agree";
  }

  @Override
  public Optional<DropReason.Refused> refuse(AnsweredProblem answered, AdmittedProblems admitted) {
    Optional<String> label = answered.verdict().label();
    return label.isPresent()
            && MOST.decide(answered.problem().id(), answered.ballots()).label().equals(label)
        ? Optional.empty()
        : Optional.of(APART);
  }
}
