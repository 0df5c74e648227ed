package dev.sparring.core.gate;

import dev.sparring.core.DropReason;
import dev.sparring.core.Problem;
import dev.sparring.core.plugin.NumberValues;
import dev.sparring.core.task.Task;
import java.util.Optional;

/**
 * Refuses problems that cite what their proposer was not given ("Bidirectional RAG", 2512.22199).
 * What a problem cites, the task tells ({@link Task#cites}); what was given are the references in
 * its prompt, cited by number from 1, and what the task itself put there ({@link Task#given}).
 */
public final class AttributedGate implements AdmissionGate {
  private static final String NAME = "attributed";
  private static final DropReason.Refused UNKNOWN = new DropReason.Refused(NAME, "unknown source");

  private final Optional<Task> task;

  /** Of no task: it refuses nothing. */
  public AttributedGate() {
    this(Optional.empty());
  }

  private AttributedGate(Optional<Task> task) {
    this.task = task;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "problems that cite what their proposer was not given";
  }

  @Override
  public AdmissionGate with(Task given, NumberValues values) {
    return new AttributedGate(Optional.of(given));
  }

  @Override
  public Optional<DropReason.Refused> refuse(Problem problem, KnownProblems known) {
    return task.isPresent() && !known.sources(problem).containsAll(task.get().cites(problem.text()))
        ? Optional.of(UNKNOWN)
        : Optional.empty();
  }
}
