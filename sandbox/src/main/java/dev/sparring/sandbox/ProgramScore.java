package dev.sparring.sandbox;

import java.util.List;

/**
 * How many tests a program passed: the fraction, and whether it was all, which are reported apart.
 */
public record ProgramScore(int passed, int total) {
  /** Counts outcomes. */
  public static ProgramScore of(List<ProgramOutcome> outcomes) {
    int passed = (int) outcomes.stream().filter(ProgramOutcome::passed).count();
    return new ProgramScore(passed, outcomes.size());
  }

  public boolean all() {
    return passed == total && total > 0;
  }

  /** From 0 to 1; 0 without tests. */
  public double fraction() {
    return total == 0 ? 0 : passed / (double) total;
  }
}
