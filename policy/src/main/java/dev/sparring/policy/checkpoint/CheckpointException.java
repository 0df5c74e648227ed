package dev.sparring.policy.checkpoint;

import java.nio.file.Path;

/** A checkpoint that can't be used: one line that names the file and what is wrong with it. */
public final class CheckpointException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public CheckpointException(String message) {
    super(message);
  }

  public CheckpointException(String message, Throwable cause) {
    super(message, cause);
  }

  static CheckpointException notFinite(Path file, String tensor) {
    return new CheckpointException(
        file + ": tensor " + tensor + " holds a number that is not finite");
  }
}
