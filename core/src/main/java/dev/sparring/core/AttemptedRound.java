package dev.sparring.core;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the solver hands to the verifier.
 *
 * @param proposed the round so far
 * @param attempts every answer that was written
 * @param failed ids of attempts that were asked for and never written, with the machinery's reason
 * @param seconds the time it took
 */
public record AttemptedRound(
    ProposedRound proposed, List<Attempt> attempts, Map<String, String> failed, double seconds) {

  /**
   * The machinery's reason, when it lost all proposals or all answers. Such a round says nothing; a
   * run ends on it rather than count it.
   */
  public Optional<String> lost() {
    List<Proposal> proposals = proposed.proposals();
    if (!proposals.isEmpty() && proposals.stream().allMatch(Proposal::lost)) {
      return proposals.get(0).rejection();
    }
    return attempts.isEmpty() ? failed.values().stream().findFirst() : Optional.empty();
  }
}
