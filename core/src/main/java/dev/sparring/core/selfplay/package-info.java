/**
 * Kinds of self-play: what is written in a round after the first answers, and what all that is
 * written earns. A kind is one class; the actors, the ledger, the learner and the files of a run
 * are the same for all.
 */
package dev.sparring.core.selfplay;
