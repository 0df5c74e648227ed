/**
 * Label-free alarms: they watch the metrics of every round for the ways in which self-play goes
 * wrong (labels that lock in, a proposer that repeats itself, a policy that runs away), and say so.
 * What is done about an alarm is decided elsewhere. No truth enters: it may report, never steer.
 */
package dev.sparring.core.guard;
