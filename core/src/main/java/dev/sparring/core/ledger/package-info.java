/**
 * The books of a round: every attempt that was opened ends in exactly one typed state. What the
 * state should be is decided elsewhere.
 */
package dev.sparring.core.ledger;
