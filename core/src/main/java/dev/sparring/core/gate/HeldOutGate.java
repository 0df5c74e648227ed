package dev.sparring.core.gate;

import dev.sparring.core.DropReason;
import dev.sparring.core.Problem;
import dev.sparring.core.plugin.NumberValues;
import dev.sparring.core.task.Parsed;
import dev.sparring.core.task.Task;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Refuses problems of the task's evaluation sets, so that none of them is ever learned from. */
public final class HeldOutGate implements AdmissionGate {
  /** The name; every chain has this gate. */
  public static final String NAME = "held-out";

  private static final DropReason.Refused HELD_OUT = new DropReason.Refused(NAME, "held-out");

  private final Set<String> keys = new HashSet<>();

  /** Of no task: it refuses nothing. */
  public HeldOutGate() {}

  private HeldOutGate(Task task) {
    for (String problem : task.excluded()) {
      keys.add(
          task.parseProblem(problem) instanceof Parsed.Read<Task.Statement> read
              ? read.value().key()
              : problem);
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "problems of the task's evaluation sets";
  }

  @Override
  public boolean yields() {
    return false;
  }

  @Override
  public AdmissionGate with(Task task, NumberValues values) {
    return new HeldOutGate(task);
  }

  @Override
  public Optional<DropReason.Refused> refuse(Problem problem, KnownProblems known) {
    return keys.contains(problem.key()) ? Optional.of(HELD_OUT) : Optional.empty();
  }
}
