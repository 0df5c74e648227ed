package dev.sparring.policy.worker;

import java.nio.file.FileSystemException;
import java.util.Locale;

/** Why something failed, in one line. */
public final class FailureReason {
  private FailureReason() {}

  /** What a failure says, and what the one that it goes back to says. */
  public static String of(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String line = oneLine(failure);
    String first = oneLine(root);
    return line.contains(first) ? line : line + ": " + first;
  }

  /** A message that is missing, or is a path alone, is joined by what went wrong. */
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
