/**
 * What a verdict is worth, to the one who answered and to the one who asked: one rule each, and
 * {@link dev.sparring.core.reward.RoundScorer}, which gives every proposal and attempt of a round
 * its outcome. Advantages, which compare rewards with each other, stay outside.
 */
package dev.sparring.core.reward;
