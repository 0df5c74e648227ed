package dev.sparring.core;

import java.util.Optional;

/**
 * One completion of the proposer: a problem, or the reason why it is none.
 *
 * @param id unique in a run
 * @param completion what was written; {@link Completion#NONE} when it was lost, or when nobody
 *     wrote the problem
 * @param problem the problem, when it is well-formed and no gate has refused it
 * @param rejection why there is no problem; empty when there is one
 * @param key the canonical form, when it is well-formed, refused or not
 */
public record Proposal(
    String id,
    Completion completion,
    Optional<Problem> problem,
    Optional<DropReason> rejection,
    Optional<String> key) {

  /** A completion that holds a well-formed problem. */
  public static Proposal of(Problem problem, Completion completion) {
    return new Proposal(
        problem.id(),
        completion,
        Optional.of(problem),
        Optional.empty(),
        Optional.of(problem.key()));
  }

  /** A completion that holds no problem. */
  public static Proposal rejected(String id, Completion completion, DropReason why) {
    return new Proposal(id, completion, Optional.empty(), Optional.of(why), Optional.empty());
  }

  /** This proposal once a gate has refused its problem. */
  public Proposal refused(DropReason why) {
    return new Proposal(id, completion, Optional.empty(), Optional.of(why), key);
  }

  /**
   * Whether it holds a problem that nobody wrote: the task drew it, or it is of an earlier round.
   */
  public boolean drawn() {
    return problem.isPresent() && completion.prompt().length == 0 && completion.ids().length == 0;
  }

  /** Whether it was never written, because the infrastructure failed. */
  public boolean lost() {
    return rejection.filter(DropReason.Lost.class::isInstance).isPresent();
  }
}
