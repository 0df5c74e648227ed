/**
 * Learning. An update is planned ({@link UpdatePlan}), its episodes are cut into micro-batches and
 * weighted, the tensor program computes loss and gradients, and AdamW takes the steps. The losses
 * themselves are in {@code program/losses.py}.
 */
package dev.sparring.policy.learn;
