package dev.sparring.core.selfplay;

/**
 * How a scratch adapter learns texts: AdamW at a constant rate, without weight decay.
 *
 * @param rank of its matrices (LoRA's r)
 * @param alpha what B · A is multiplied with, times the rank
 * @param rate learning rate
 * @param epochs passes over the texts
 * @param batch texts in an optimizer step
 */
public record InnerLearning(int rank, double alpha, double rate, int epochs, int batch) {}
