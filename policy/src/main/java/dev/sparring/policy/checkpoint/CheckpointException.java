package dev.sparring.policy.checkpoint;

/** A checkpoint that can't be used: one line that names the file and what is wrong with it. */
public final class CheckpointException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public CheckpointException(String message) {
    super(message);
  }

  public CheckpointException(String message, Throwable cause) {
    super(message, cause);
  }
}
