package dev.sparring.dashboard.run;

import java.util.Locale;

/**
 * Whether a run goes on, as far as its folder tells.
 *
 * @param kind of state, one of the constants
 * @param says the same as a sentence
 * @param written when anything of the run was written last, in milliseconds since 1970
 * @param process that holds the run's lock; 0 when none is known
 */
public record RunStatus(String kind, String says, long written, long process) {
  /** All rounds were played. */
  public static final String COMPLETED = "completed";

  /** A guard ended it, its user did, or it failed. */
  public static final String STOPPED = "stopped";

  /** It goes on. */
  public static final String RUNNING = "running";

  /** It says nothing any more; whether it goes on is not known. */
  public static final String SILENT = "silent";

  /** Its process is gone without a summary. */
  public static final String DIED = "died";

  private static final String GUARD = "guard:";

  static RunStatus ended(RunSummary summary, long written) {
    String reason = summary.reason().isEmpty() ? "" : ": " + summary.reason();
    String after = " after " + rounds(summary.steps());
    String how = summary.stopped();
    if (how.equals("completed")) {
      return new RunStatus(COMPLETED, "Completed" + after, written, 0);
    }
    String says =
        how.startsWith(GUARD)
            ? "Stopped by the guard " + how.substring(GUARD.length())
            : how.substring(0, 1).toUpperCase(Locale.ROOT) + how.substring(1);
    return new RunStatus(STOPPED, says + after + reason, written, 0);
  }

  static RunStatus running(long process, long written) {
    String says = process > 0 ? "Running as process " + process : "Running";
    return new RunStatus(RUNNING, says, written, process);
  }

  static RunStatus died(String run, long written) {
    return new RunStatus(
        DIED,
        "Its process ended without a summary; go on with: sparring train --resume " + run,
        written,
        0);
  }

  static RunStatus silent(long written) {
    String says =
        RunLock.known()
            ? "No process of this machine trains it: it died, or it runs on another machine"
            : "It writes nothing: it died, or a round takes long";
    return new RunStatus(SILENT, says, written, 0);
  }

  static String rounds(int steps) {
    return steps == 1 ? "1 round" : String.format(Locale.ROOT, "%,d rounds", steps);
  }
}
