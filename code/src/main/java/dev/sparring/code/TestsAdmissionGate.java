package dev.sparring.code;

import dev.sparring.core.DropReason;
import dev.sparring.core.Problem;
import dev.sparring.core.gate.AdmissionGate;
import dev.sparring.core.gate.KnownProblems;
import dev.sparring.sandbox.TestsGate;
import java.util.Optional;

/** Refuses problems whose tests say nothing about a program. */
final class TestsAdmissionGate implements AdmissionGate {
  @Override
  public Optional<DropReason.Refused> refuse(Problem problem, KnownProblems known) {
    return TestsGate.refuse(CodeProblem.of(problem.text()).tests())
        .map(why -> new DropReason.Refused("tests", kind(why)));
  }

  /** The reason without what is particular to the case: kinds are counted. */
  private static String kind(String why) {
    int colon = why.indexOf(':');
    return colon < 0 ? why : why.substring(0, colon);
  }
}
