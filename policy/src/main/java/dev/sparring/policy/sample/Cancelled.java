package dev.sparring.policy.sample;

import java.util.function.BooleanSupplier;

/** The work was no longer wanted and was given up. */
public final class Cancelled extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final boolean changed;

  /**
   * @param changed whether weights had changed already
   */
  public Cancelled(boolean changed) {
    super("cancelled", null, false, false);
    this.changed = changed;
  }

  /** Gives up when {@code cancelled} says so. */
  public static void check(BooleanSupplier cancelled, boolean changed) {
    if (cancelled.getAsBoolean()) {
      throw new Cancelled(changed);
    }
  }

  /** Whether weights had changed already. */
  public boolean changed() {
    return changed;
  }
}
