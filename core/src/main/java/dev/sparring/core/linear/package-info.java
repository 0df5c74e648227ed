/**
 * Linear equations over the rationals: read from a text, and solved exactly.
 *
 * <p>Everything here is a total function of a text: nothing throws on any input. Prompts and tasks
 * may not enter.
 */
package dev.sparring.core.linear;
