package dev.sparring.sandbox;

/**
 * There is no sandbox here of the kind that is configured. The message is one line with the remedy.
 */
public final class SandboxUnavailableException extends SandboxException {
  private static final long serialVersionUID = 1L;

  public SandboxUnavailableException(String message) {
    super(message, null);
  }

  public SandboxUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
