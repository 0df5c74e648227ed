package dev.sparring.code;

import dev.sparring.core.task.Task;
import dev.sparring.sandbox.ProgramTest;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A programming problem and the tests that decide about programs.
 *
 * @param statement what a solver reads
 * @param tests none of which it sees
 */
record CodeProblem(String statement, List<ProgramTest> tests) {
  private static final String HEADING = "\n\nTest Cases:\n";

  CodeProblem {
    tests = List.copyOf(tests);
  }

  /** The problem in a text that {@link #text} made. */
  static CodeProblem of(String text) {
    return CodeProblemParser.read(text, 1)
        .orElse(
            reason -> {
              throw new IllegalArgumentException("no problem with tests: " + reason);
            });
  }

  /** Statement and tests, as rollouts hold them; {@link CodeProblemParser} reads it back. */
  String text() {
    return statement
        + HEADING
        + tests.stream()
            .map(test -> test.input() + " ||| " + test.expected())
            .collect(Collectors.joining("\n"));
  }

  /** Two problems are the same if their statements have the same words, whatever the tests are. */
  Task.Statement asStatement() {
    String key =
        Normalizer.normalize(statement, Normalizer.Form.NFKC)
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^\\p{L}\\p{N}]+", " ")
            .strip();
    return new Task.Statement(key, text());
  }
}
