package dev.sparring.policy.rollout;

/** Inference servers can't be used as they are: one line that names the server and the remedy. */
public final class RolloutException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public RolloutException(String message) {
    super(message);
  }

  public RolloutException(String message, Throwable cause) {
    super(message, cause);
  }
}
