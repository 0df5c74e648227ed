package dev.sparring.code;

import dev.sparring.core.DropReason;
import dev.sparring.core.Problem;
import dev.sparring.core.gate.AdmissionGate;
import dev.sparring.core.gate.KnownProblems;
import dev.sparring.sandbox.ProgramTest;
import dev.sparring.sandbox.TestsGate;
import java.util.List;
import java.util.Optional;

/**
 * Refuses problems whose tests say nothing about a program, or are those of the example in the
 * prompt, which small models copy under another statement.
 */
final class TestsAdmissionGate implements AdmissionGate {
  private static final String NAME = "tests";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "problems whose tests say nothing about a program, or are copied from the prompt";
  }

  @Override
  public Optional<DropReason.Refused> refuse(Problem problem, KnownProblems known) {
    List<ProgramTest> tests = CodeProblem.of(problem.text()).tests();
    return TestsGate.refuse(tests)
        .map(TestsAdmissionGate::kind)
        .or(() -> copied(tests) ? Optional.of("tests copied from the prompt") : Optional.empty())
        .map(why -> new DropReason.Refused(NAME, why));
  }

  private static boolean copied(List<ProgramTest> tests) {
    return CodeTopic.examples().stream()
        .map(example -> CodeProblem.of(example).tests())
        .anyMatch(shown -> 2 * tests.stream().filter(shown::contains).count() > tests.size());
  }

  /** The reason without what is particular to the case: kinds are counted. */
  private static String kind(String why) {
    int colon = why.indexOf(':');
    return colon < 0 ? why : why.substring(0, colon);
  }
}
