package dev.sparring.policy.learn;

/**
 * Log-probabilities and entropies of an episode's counted tokens, in their order.
 *
 * @param logprobs log-probability of each token, nats
 * @param entropies entropy of the distribution at each token, nats
 */
public record Scores(float[] logprobs, float[] entropies) {}
