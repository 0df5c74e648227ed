package dev.sparring.sandbox.problems;

import dev.sparring.sandbox.ProgramTest;
import dev.sparring.sandbox.TestLines;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The frozen evaluation set. The file is what {@link ProblemGenerator} writes from the seed; a test
 * holds that, and the file's checksum.
 */
public final class EvaluationProblems {
  static final long SEED = 20_261_127L;
  static final int COUNT = 240;
  private static final String RESOURCE = "/dev/sparring/sandbox/problems/list-problems.txt";
  private static final String HEAD = "=== ";
  private static final String PROGRAM = "--- program\n";
  private static final String TESTS = "--- tests\n";

  private EvaluationProblems() {}

  /** All problems, in the order of their ids. */
  public static List<ProgramProblem> load() {
    return parse(text());
  }

  static String text() {
    try (InputStream in = EvaluationProblems.class.getResourceAsStream(RESOURCE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file of these problems. */
  static String write(List<ProgramProblem> problems) {
    StringBuilder text = new StringBuilder();
    for (ProgramProblem problem : problems) {
      text.append(HEAD).append(problem.id()).append(' ').append(problem.operations()).append('\n');
      text.append(problem.statement()).append('\n');
      text.append(PROGRAM).append(problem.program());
      text.append(TESTS);
      for (ProgramTest test : problem.tests()) {
        text.append(test.input()).append(" ||| ").append(test.expected()).append('\n');
      }
    }
    return text.toString();
  }

  static List<ProgramProblem> parse(String text) {
    List<ProgramProblem> problems = new ArrayList<>();
    for (String block : text.split("(?m)^" + HEAD)) {
      if (!block.isBlank()) {
        int line = block.indexOf('\n');
        int program = block.indexOf(PROGRAM);
        int tests = block.indexOf(TESTS);
        String[] head = block.substring(0, line).split(" ");
        problems.add(
            new ProgramProblem(
                head[0],
                Integer.parseInt(head[1]),
                block.substring(line + 1, program).strip(),
                block.substring(program + PROGRAM.length(), tests),
                TestLines.parse(block.substring(tests + TESTS.length()))));
      }
    }
    return problems;
  }
}
