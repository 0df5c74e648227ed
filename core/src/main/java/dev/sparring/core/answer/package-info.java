/**
 * What an answer is once its spelling is taken away: exact rationals, their canonical text, the
 * place in a completion where the answer stands, and what is said there. What leaves a doubt is no
 * answer.
 *
 * <p>Everything here is a total function of a text: nothing throws on any input, and the work is
 * linear in the length of the text. Votes, rewards and prompts may not enter.
 */
package dev.sparring.core.answer;
