package dev.sparring.dashboard.http;

/**
 * A mistake that the user who starts a dashboard can correct; the message is one line with the
 * remedy.
 */
public final class DashboardException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public DashboardException(String message) {
    super(message);
  }

  public DashboardException(String message, Throwable cause) {
    super(message, cause);
  }
}
