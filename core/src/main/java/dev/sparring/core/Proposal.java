package dev.sparring.core;

import java.util.Optional;

/**
 * One completion of the proposer: a problem, or the reason why it is none.
 *
 * @param id unique in a run
 * @param completion what was written; {@link Completion#NONE} when the machinery lost it
 * @param problem the problem, when it is well-formed and new
 * @param rejection why there is no problem: {@code malformed: …}, {@code duplicate} (of another in
 *     this round), {@code seen} (in the archive), {@code held-out} or {@code machinery: …} (it was
 *     never written); empty when there is one
 * @param key the canonical form, when it is well-formed, new or not
 */
public record Proposal(
    String id,
    Completion completion,
    Optional<Problem> problem,
    Optional<String> rejection,
    Optional<String> key) {

  /** Whether it was never written, for the machinery failed. */
  public boolean lost() {
    return rejection.filter(r -> r.startsWith(Outcome.Dropped.INFRASTRUCTURE)).isPresent();
  }
}
