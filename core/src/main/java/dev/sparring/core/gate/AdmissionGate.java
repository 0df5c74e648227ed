package dev.sparring.core.gate;

import dev.sparring.core.DropReason;
import dev.sparring.core.Problem;
import dev.sparring.core.plugin.NumberValues;
import dev.sparring.core.task.Task;
import java.util.Optional;

/** Decides whether a well-formed problem is asked: a gate between proposer and solver. */
public interface AdmissionGate extends Gate {
  /** The same gate for this task, set so. */
  default AdmissionGate with(Task task, NumberValues values) {
    return this;
  }

  /**
   * Why the problem is refused; empty when this gate admits it.
   *
   * @param known what has been asked before this problem
   */
  Optional<DropReason.Refused> refuse(Problem problem, KnownProblems known);
}
