package dev.sparring.policy.learn;

import java.util.List;

/**
 * Scores of episodes that are not learned from.
 *
 * @param now under the policy, one entry an episode
 * @param reference log-probabilities under the reference policy, one array an episode
 */
public record MonitoredScores(List<Scores> now, List<float[]> reference) {}
