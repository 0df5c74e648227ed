package dev.sparring.policy.worker;

import java.nio.file.FileSystemException;
import java.util.Locale;

/** Puts an exception into one line. */
public final class FailureReason {
  private FailureReason() {}

  /** The message of an exception and that of its root cause, unless the first contains it. */
  public static String of(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String line = oneLine(failure);
    String first = oneLine(root);
    return line.contains(first) ? line : line + ": " + first;
  }

  /**
   * The first line of the message; the exception's name where the message does not say what failed.
   */
  private static String oneLine(Throwable cause) {
    String name = cause.getClass().getSimpleName();
    if (cause instanceof FileSystemException file && file.getReason() == null) {
      return file.getFile() + ": " + words(name);
    }
    String message = cause.getMessage() == null ? name : cause.getMessage();
    return message.lines().filter(line -> !line.isBlank()).findFirst().orElse(name);
  }

  /** {@code file already exists} for {@code FileAlreadyExistsException}. */
  private static String words(String name) {
    return name.replaceAll("Exception$", "")
        .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
        .toLowerCase(Locale.ROOT);
  }
}
