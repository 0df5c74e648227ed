/**
 * Tensor programs. A program is TorchScript text in a resource; this room turns it into something
 * that can be called, and owns native memory. No other room talks to DJL's engine.
 */
package dev.sparring.policy.tensor;
