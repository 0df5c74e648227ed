package dev.sparring.core.gate;

import dev.sparring.core.DropReason;
import dev.sparring.core.Problem;
import java.util.Optional;

/** Refuses every problem. */
record Never(String name) implements AdmissionGate {
  @Override
  public String description() {
    return "every problem";
  }

  @Override
  public Optional<DropReason.Refused> refuse(Problem problem, KnownProblems known) {
    return Optional.of(new DropReason.Refused(name, name + " says no"));
  }
}
