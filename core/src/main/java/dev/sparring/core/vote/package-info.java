/**
 * The majority of the answers to one problem. Answers arrive canonical; what a text means, and what
 * a verdict is worth, is decided elsewhere.
 */
package dev.sparring.core.vote;
