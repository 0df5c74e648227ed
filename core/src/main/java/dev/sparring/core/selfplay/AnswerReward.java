package dev.sparring.core.selfplay;

import dev.sparring.core.Attempt;
import dev.sparring.core.Outcome;
import dev.sparring.core.Role;

/** What {@code solver.reward} gives for an answer to the problem at hand. */
public interface AnswerReward {
  /**
   * The outcome of an answer.
   *
   * @param role who wrote it
   */
  Outcome of(Role role, Attempt answer);
}
