package dev.sparring.core.gate;

import dev.sparring.core.DropReason;
import dev.sparring.core.Problem;
import java.util.Optional;

/** Decides whether a well-formed problem is asked. Holds nothing that changes. */
public interface AdmissionGate {
  /**
   * Why the problem is refused; empty when this gate admits it.
   *
   * @param known what has been asked before this problem
   */
  Optional<DropReason.Refused> refuse(Problem problem, KnownProblems known);
}
