/**
 * The evaluation set of programming problems: list processing, written by a generator from a
 * grammar of operations, so that the right answers are certain and nothing is copied. Frozen in a
 * resource.
 */
package dev.sparring.sandbox.problems;
