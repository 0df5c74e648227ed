package dev.sparring.orchestrator.run;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** A full disk, however it is told: the one failure to write that its user can mend at once. */
public final class DiskFull {
  private static final Pattern TOLD =
      Pattern.compile(
          "no space left|disk quota exceeded|not enough space on the disk|device is full",
          Pattern.CASE_INSENSITIVE);

  private DiskFull() {}

  /** Whether a failure, or anything that it was caused by, is a full disk. */
  public static boolean in(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (in(String.valueOf(cause.getMessage()))) {
        return true;
      }
    }
    return false;
  }

  /** Whether a line tells of a full disk. */
  public static boolean in(String line) {
    return TOLD.matcher(line).find();
  }

  /** What a run that met it says. */
  public static String ending(Path run) {
    return "there is no space left for "
        + run
        + "; free some space and go on with: sparring train --resume "
        + run;
  }
}
