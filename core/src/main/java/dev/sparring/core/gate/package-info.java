/**
 * Gates: between the proposer and the solver they decide which well-formed problems are asked, and
 * between the verifier and the learner which answered problems are learned from. What they compare
 * with is part of the run's state and is handed in. Why this part decides more than rewards do:
 * "Survive or Collapse" (2605.22217).
 */
package dev.sparring.core.gate;
