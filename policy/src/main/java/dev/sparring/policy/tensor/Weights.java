package dev.sparring.policy.tensor;

/**
 * Weights as the decoder program takes them: a base, and an adapter over it.
 *
 * @param base the parameters, in the order of {@code program/decoder.py}
 * @param adapter the adapter's matrices in that order; no element when there is none
 * @param scale what the adapter's part is multiplied with
 */
public record Weights(TensorList base, TensorList adapter, double scale) {}
