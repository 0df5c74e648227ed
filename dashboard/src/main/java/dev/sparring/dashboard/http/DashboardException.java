package dev.sparring.dashboard.http;

/** Something that whoever starts a dashboard can mend: one line that names it and the remedy. */
public final class DashboardException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public DashboardException(String message) {
    super(message);
  }

  public DashboardException(String message, Throwable cause) {
    super(message, cause);
  }
}
