package dev.sparring.core.check;

/** There is no checker here of the kind that is configured. One line, with the remedy. */
public final class CheckerUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public CheckerUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
