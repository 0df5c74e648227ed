/**
 * What an answer is once its spelling is taken away: exact rationals, their canonical text, and the
 * place in a completion where the answer stands.
 *
 * <p>Everything here is a total function of a text: nothing throws on any input, and the work is
 * linear in the length of the text. Votes, rewards and prompts may not enter.
 */
package dev.sparring.core.answer;
