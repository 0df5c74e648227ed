package dev.sparring.core.gate;

import dev.sparring.core.DropReason;
import dev.sparring.core.Problem;
import java.util.Optional;

/**
 * Refuses problems whose key was asked before: {@code seen} in an earlier round that the archive
 * still holds, or a {@code duplicate} of one in the same round.
 */
public final class NoveltyGate implements AdmissionGate {
  private static final DropReason.Refused SEEN = new DropReason.Refused("novel", "seen");
  private static final DropReason.Refused DUPLICATE = new DropReason.Refused("novel", "duplicate");

  @Override
  public Optional<DropReason.Refused> refuse(Problem problem, KnownProblems known) {
    if (known.archive().contains(problem.key())) {
      return Optional.of(SEEN);
    }
    return known.round().contains(problem.key()) ? Optional.of(DUPLICATE) : Optional.empty();
  }
}
