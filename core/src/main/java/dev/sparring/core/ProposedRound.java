package dev.sparring.core;

import java.util.List;
import java.util.stream.Stream;

/**
 * A round with proposals, which the proposer sends to the orchestrator, and the orchestrator to the
 * solver. {@code seconds} is the time that the proposals took.
 */
public record ProposedRound(Round round, List<Proposal> proposals, double seconds) {
  /** The same with the problems of earlier rounds that are asked again, at the end. */
  public ProposedRound withReplays() {
    return new ProposedRound(
        round, Stream.concat(proposals.stream(), round.replays().stream()).toList(), seconds);
  }

  /** What the proposer wrote, without problems of earlier rounds. */
  public List<Proposal> written() {
    return proposals.stream().filter(p -> p.problem().filter(round::replays).isEmpty()).toList();
  }

  /** The problems to answer, in order. */
  public List<Problem> problems() {
    return proposals.stream().flatMap(p -> p.problem().stream()).toList();
  }
}
