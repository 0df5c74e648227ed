/**
 * The task {@code code}: the proposer writes a programming problem with tests, the solver writes
 * Python programs, and running them in the sandbox decides. An embedding program that does not play
 * this task leaves the module away, and the sandbox with it.
 */
package dev.sparring.code;
