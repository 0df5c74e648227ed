package dev.sparring.core;

import java.util.List;

/** What the proposer hands to the solver. {@code seconds} is the time it took. */
public record ProposedRound(Round round, List<Proposal> proposals, double seconds) {
  /** The problems to answer, in order. */
  public List<Problem> problems() {
    return proposals.stream().flatMap(p -> p.problem().stream()).toList();
  }
}
