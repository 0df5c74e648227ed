package dev.sparring.policy.tensor;

/**
 * Weights as the decoder program takes them: a base, and a LoRA adapter over it (arXiv 2106.09685).
 *
 * @param base the parameters; {@code program/decoder.py} lists them with their shapes
 * @param adapter the adapter's matrices, listed there as well; empty without an adapter
 * @param scale alpha / r, the factor of the adapter's product
 */
public record Weights(TensorList base, TensorList adapter, double scale) {}
