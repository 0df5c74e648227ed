/**
 * Tensor programs. A program is TorchScript text in a resource; this package compiles it, calls it,
 * and owns native memory. No other package talks to DJL's engine.
 */
package dev.sparring.policy.tensor;
