package dev.sparring.core;

import java.util.List;

/**
 * A round with proposals, which the proposer sends to the orchestrator, and the orchestrator to the
 * solver. {@code seconds} is the time that the proposals took.
 */
public record ProposedRound(Round round, List<Proposal> proposals, double seconds) {
  /** The problems to answer, in order. */
  public List<Problem> problems() {
    return proposals.stream().flatMap(p -> p.problem().stream()).toList();
  }
}
