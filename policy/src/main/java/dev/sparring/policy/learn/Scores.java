package dev.sparring.policy.learn;

/**
 * What a policy makes of an episode's counted tokens.
 *
 * @param logprobs log-probability of each, in order
 * @param entropies of the distribution that each was drawn from, nats
 */
public record Scores(float[] logprobs, float[] entropies) {}
