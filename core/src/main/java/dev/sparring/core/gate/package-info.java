/**
 * Gates between the proposer and the solver. They decide which well-formed problems the solver is
 * asked. They keep no state: their caller passes what they compare with, which is part of the run's
 * state.
 */
package dev.sparring.core.gate;
