package dev.sparring.sandbox.child;

/**
 * How a run ended, as the host part of a child saw it. The number of each is part of the protocol.
 */
public enum Ending {
  /** The program ended by itself; there is an exit code. */
  EXITED,
  OUT_OF_INSTRUCTIONS,
  OUT_OF_MEMORY,
  OUTPUT_FULL,
  STACK_EXHAUSTED,
  /** The interpreter ended in a way that a program should not be able to cause. */
  CRASHED,
  /** The program tried what the child's filter forbids. */
  FORBIDDEN;

  /** After it, the child is not used again. */
  public boolean spoilsChild() {
    return this == CRASHED || this == FORBIDDEN;
  }
}
