package dev.sparring.core;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A round with answers, which the solver sends to the verifier.
 *
 * @param proposed the round so far
 * @param attempts every answer that was written
 * @param failed attempts that were asked for and never written, by id
 * @param ballots answers of voters beside the policy
 * @param turns what was written about the answers
 * @param adapted what the policy replied after learning from the answers
 * @param seconds the time that the answers took
 */
public record AttemptedRound(
    ProposedRound proposed,
    List<Attempt> attempts,
    Map<String, DropReason.Lost> failed,
    List<Ballot> ballots,
    Turns turns,
    Adapted adapted,
    double seconds) {

  /** A round in which only the policy votes. */
  public AttemptedRound(
      ProposedRound proposed,
      List<Attempt> attempts,
      Map<String, DropReason.Lost> failed,
      double seconds) {
    this(proposed, attempts, failed, List.of(), Turns.NONE, Adapted.NONE, seconds);
  }

  /** The same with what was written about the answers. */
  public AttemptedRound with(Turns written) {
    return new AttemptedRound(proposed, attempts, failed, ballots, written, adapted, seconds);
  }

  /** The same with what came of learning from the answers. */
  public AttemptedRound with(Adapted tried) {
    return new AttemptedRound(proposed, attempts, failed, ballots, turns, tried, seconds);
  }

  /**
   * Why all proposals or all answers were lost, if they were. Such a round says nothing about the
   * policy, and a run ends rather than count it.
   */
  public Optional<DropReason> lost() {
    List<Proposal> proposals = proposed.written();
    if (!proposals.isEmpty() && proposals.stream().allMatch(Proposal::lost)) {
      return proposals.get(0).rejection();
    }
    return attempts.isEmpty()
        ? failed.values().stream().findFirst().map(lost -> lost)
        : Optional.empty();
  }
}
