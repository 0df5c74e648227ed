package dev.sparring.core.gate;

import dev.sparring.core.DropReason;
import dev.sparring.core.Problem;
import dev.sparring.core.plugin.NumberOption;
import dev.sparring.core.plugin.NumberValues;
import dev.sparring.core.task.Parsed;
import dev.sparring.core.task.Task;
import java.util.List;
import java.util.Optional;

/**
 * Refuses problems whose text the task does not read as the same problem, and problems of more than
 * so many characters. What the proposer wrote and nobody could read never comes here; this gate
 * counts it as refused.
 */
public final class FormGate implements AdmissionGate {
  static final String NAME = "form";
  private static final String CHARACTERS = "characters";

  private final Optional<Task> task;
  private final int characters;

  /** Of no task, for problems of any length. */
  public FormGate() {
    this(Optional.empty(), 0);
  }

  private FormGate(Optional<Task> task, int characters) {
    this.task = task;
    this.characters = characters;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "problems that the task can't read back, or that are too long";
  }

  @Override
  public List<NumberOption> options() {
    return List.of(NumberOption.count(CHARACTERS, 0, 0));
  }

  @Override
  public AdmissionGate with(Task task, NumberValues values) {
    return new FormGate(Optional.of(task), values.count(CHARACTERS));
  }

  @Override
  public Optional<DropReason.Refused> refuse(Problem problem, KnownProblems known) {
    if (characters > 0 && problem.text().length() > characters) {
      return Optional.of(new DropReason.Refused(NAME, "too long"));
    }
    return task.isPresent() && !reads(task.get(), problem)
        ? Optional.of(new DropReason.Refused(NAME, "unreadable"))
        : Optional.empty();
  }

  private static boolean reads(Task task, Problem problem) {
    return task.parseProblem(problem.text()) instanceof Parsed.Read<Task.Statement> read
        && read.value().key().equals(problem.key());
  }
}
