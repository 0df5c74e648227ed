package dev.sparring.sandbox;

/** A program could not be judged, on two children of the sandbox one after the other. */
public final class SandboxFailureException extends SandboxException {
  private static final long serialVersionUID = 1L;

  public SandboxFailureException(String message, Throwable cause) {
    super(message, cause);
  }
}
