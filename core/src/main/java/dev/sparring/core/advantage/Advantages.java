package dev.sparring.core.advantage;

/**
 * What came out of a batch.
 *
 * @param values length n; every token of sequence i has advantage {@code values[i]}
 * @param baseline the role's running mean reward after this step
 */
public record Advantages(double[] values, double baseline) {}
