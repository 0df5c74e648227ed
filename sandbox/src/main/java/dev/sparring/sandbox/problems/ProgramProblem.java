package dev.sparring.sandbox.problems;

import dev.sparring.sandbox.ProgramTest;
import java.util.List;

/**
 * One problem of the evaluation set.
 *
 * @param id for example {@code list-017}
 * @param operations operations of its grammar, 1 to 3: how hard it is
 * @param statement what a solver reads
 * @param program a program that solves it
 * @param tests what decides about other programs
 */
public record ProgramProblem(
    String id, int operations, String statement, String program, List<ProgramTest> tests) {
  public ProgramProblem {
    tests = List.copyOf(tests);
  }
}
