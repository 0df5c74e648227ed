/**
 * How much better than expected a sequence turned out: one file an algorithm over the interface
 * {@link dev.sparring.core.advantage.Advantage}, and {@link
 * dev.sparring.core.advantage.EpisodeBuilder}, which turns a scored round into what the policy
 * learns from. No reward is made here, and no tensor enters.
 */
package dev.sparring.core.advantage;
