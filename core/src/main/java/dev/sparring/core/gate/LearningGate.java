package dev.sparring.core.gate;

import dev.sparring.core.DropReason;
import dev.sparring.core.plugin.NumberValues;
import dev.sparring.core.task.Task;
import java.util.Optional;

/**
 * Decides whether the answers to a problem are learned from, and whether the problem may be used
 * again: a gate between verifier and learner.
 */
public interface LearningGate extends Gate {
  /** The same gate for this task, set so. */
  default LearningGate with(Task task, NumberValues values) {
    return this;
  }

  /**
   * Why the problem is refused; empty when this gate admits it.
   *
   * @param admitted what has been admitted in this round before this problem
   */
  Optional<DropReason.Refused> refuse(AnsweredProblem answered, AdmittedProblems admitted);
}
