package dev.sparring.core.gate;

import dev.sparring.core.DropReason;
import dev.sparring.core.plugin.NumberValues;
import dev.sparring.core.task.Task;
import java.util.Optional;

/**
 * A control: refuses problems whose label is not the right answer, or whose right answer nobody
 * knows. It is no self-play; it shows what a gate that makes no mistake would do.
 */
public final class VerifiedGate implements LearningGate {
  private static final String NAME = "verified";
  private static final DropReason.Refused UNKNOWN = new DropReason.Refused(NAME, "truth unknown");
  private static final DropReason.Refused WRONG = new DropReason.Refused(NAME, "wrong label");

  private final Optional<Task> task;

  /** Of no task: it knows no truth. */
  public VerifiedGate() {
    this(Optional.empty());
  }

  private VerifiedGate(Optional<Task> task) {
    this.task = task;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "problems whose label is wrong, as the task computes it: a control";
  }

  @Override
  public LearningGate with(Task given, NumberValues values) {
    return new VerifiedGate(Optional.of(given));
  }

  @Override
  public Optional<DropReason.Refused> refuse(AnsweredProblem answered, AdmittedProblems admitted) {
    Optional<String> truth = task.flatMap(it -> it.truth(answered.problem().text()));
    if (truth.isEmpty()) {
      return Optional.of(UNKNOWN);
    }
    return answered.verdict().label().equals(truth) ? Optional.empty() : Optional.of(WRONG);
  }
}
