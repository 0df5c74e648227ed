package dev.sparring.cli;

import dev.sparring.core.config.PolicySettings;
import dev.sparring.orchestrator.run.RunException;
import java.io.PrintWriter;
import java.util.Locale;

/** Warns of numbers of threads with which a machine is slow. */
final class ThreadsNote {
  /** Threads for each processor above which the user is warned. */
  private static final int MANY = 4;

  private ThreadsNote() {}

  /** Refuses a number that no machine has use for. */
  static void require(String option, int threads, int least) {
    if (threads < least || threads > PolicySettings.MOST_THREADS) {
      throw new RunException(
          String.format(
              Locale.ROOT,
              "%s is %d; it takes a whole number from %d to %d",
              option,
              threads,
              least,
              PolicySettings.MOST_THREADS));
    }
  }

  /** One line where there are far more threads than processors. */
  static void print(int threads, PrintWriter err) {
    int processors = Runtime.getRuntime().availableProcessors();
    if (threads > MANY * processors) {
      err.printf(
          Locale.ROOT,
          "%d threads share %d processors, which is slow; policy.threads (--threads) sets their"
              + " number.%n",
          threads,
          processors);
    }
  }
}
