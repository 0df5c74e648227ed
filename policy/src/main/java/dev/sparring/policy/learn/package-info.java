/**
 * Learning: episodes cut into micro-batches, weighted, run through the program's forward and
 * backward, and stepped over by AdamW. The losses themselves are in {@code program/losses.py}.
 */
package dev.sparring.policy.learn;
