/**
 * What decides about answers: the vote, tests that programs are run on, or a checker of a task's
 * own. A checker is asked and replies later; what its judgement earns is decided in {@code reward}.
 */
package dev.sparring.core.check;
