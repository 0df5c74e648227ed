package dev.sparring.sandbox;

/** The sandbox failed, not the program: whoever asked may try again or drop the program. */
public sealed class SandboxException extends Exception
    permits SandboxUnavailableException, SandboxFailureException {
  private static final long serialVersionUID = 1L;

  SandboxException(String message, Throwable cause) {
    super(message, cause);
  }
}
