package dev.sparring.orchestrator.run;

/** Something about a run that its user can mend: one line that names the thing and the remedy. */
public final class RunException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public RunException(String message) {
    super(message);
  }

  public RunException(String message, Throwable cause) {
    super(message, cause);
  }
}
