/**
 * {@code sparring filter}: keeps the part of instruction data that a model can learn from, by the
 * model's own statistics ("Selective Reflection-Tuning", 2402.10110).
 */
package dev.sparring.cli.filter;
