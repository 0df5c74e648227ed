/**
 * The ledger of a round: every proposal and every attempt ends in exactly one outcome. Which
 * outcome it is, is decided elsewhere.
 */
package dev.sparring.core.ledger;
