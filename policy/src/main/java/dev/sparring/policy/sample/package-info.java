/**
 * Rollouts: one prefill a prompt, a cache that is written in place, rows that leave when they are
 * done and are followed by waiting ones, and random numbers that belong to the sample and not to
 * the batch.
 */
package dev.sparring.policy.sample;
