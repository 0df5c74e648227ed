package dev.sparring.core.check;

import dev.sparring.core.DropReason;
import java.util.List;

/** What a checker says about one attempt by itself. */
public sealed interface Mark {
  /**
   * It was judged.
   *
   * @param score from 0 to 1; the fraction of the tests that are passed
   * @param tests what came of each test, in order; empty for an attempt without an answer
   */
  record Judged(double score, List<TestResult> tests) implements Mark {
    public Judged {
      tests = List.copyOf(tests);
    }

    /** An attempt without an answer. */
    public static final Judged NO_ANSWER = new Judged(0, List.of());

    /** The fraction of tests that are passed. */
    public static Judged of(List<TestResult> tests) {
      long passed = tests.stream().filter(TestResult::passed).count();
      return new Judged(tests.isEmpty() ? 0 : passed / (double) tests.size(), tests);
    }

    /** Whether nothing is wrong with it. */
    public boolean whole() {
      return score == 1;
    }
  }

  /** The checker failed on it, twice; that says nothing about the attempt. */
  record Unjudged(DropReason.Lost why) implements Mark {}

  /**
   * What came of one test.
   *
   * @param outcome in a word or three, for example {@code wrong output}
   * @param actual what was printed, as far as it is kept, or why nothing was
   */
  record TestResult(String outcome, boolean passed, String actual) {}
}
