/**
 * Reward rules of both roles, and {@link dev.sparring.core.reward.RoundScorer}, which gives every
 * proposal and attempt of a round its outcome. Advantages, which compare rewards with each other,
 * are in another package.
 */
package dev.sparring.core.reward;
