package dev.sparring.policy.learn;

import java.util.List;

/**
 * Scores of episodes that are not learned from.
 *
 * @param now scores under the policy, one entry an episode
 * @param reference log-probabilities under the reference policy, nats, one array an episode with
 *     one number a counted token
 */
public record MonitoredScores(List<Scores> now, List<float[]> reference) {}
