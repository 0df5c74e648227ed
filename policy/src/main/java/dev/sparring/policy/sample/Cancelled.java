package dev.sparring.policy.sample;

/** The work was no longer wanted; nothing has changed. */
public final class Cancelled extends RuntimeException {
  private static final long serialVersionUID = 1;

  public Cancelled() {
    super("cancelled", null, false, false);
  }
}
