package dev.sparring.sandbox.child;

import java.io.IOException;

/** A child did not start, died, did not answer in time, or answered something that is no answer. */
public final class ChildException extends IOException {
  private static final long serialVersionUID = 1L;

  public ChildException(String message) {
    super(message);
  }

  public ChildException(String message, Throwable cause) {
    super(message, cause);
  }
}
