/**
 * Gates between the proposer and the solver: they decide which well-formed problems are asked. What
 * they compare with is part of the run's state and is handed in.
 */
package dev.sparring.core.gate;
