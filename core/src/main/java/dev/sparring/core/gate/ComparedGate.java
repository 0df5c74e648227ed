package dev.sparring.core.gate;

import dev.sparring.core.DropReason;
import dev.sparring.core.plugin.NumberOption;
import dev.sparring.core.plugin.NumberValues;
import dev.sparring.core.task.Task;
import java.util.List;
import java.util.Optional;

/**
 * Refuses problems whose label the policy does not call right often enough when it sees the other
 * frequent answers, with a reason for each ("Think Twice Before Trusting", 2403.09972: asked about
 * one answer alone, as {@link GroundedGate} does, models trust it too much). P(yes) is estimated by
 * replies that are drawn.
 */
public final class ComparedGate implements LearningGate {
  /** The name; a run that names it has its policy asked. */
  public static final String NAME = "compared";

  private static final String THRESHOLD = "threshold";
  private static final String REPLIES = "replies";
  private static final String CANDIDATES = "candidates";
  private static final DropReason.Refused DOUBTED = new DropReason.Refused(NAME, "doubted");

  private final double threshold;
  private final int replies;
  private final int candidates;

  /** Five replies of eight have to say yes, or more, with three answers in view. */
  public ComparedGate() {
    this(.6, 8, 3);
  }

  private ComparedGate(double threshold, int replies, int candidates) {
    this.threshold = threshold;
    this.replies = replies;
    this.candidates = candidates;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "problems whose label the policy does not call right beside the other answers";
  }

  @Override
  public List<NumberOption> options() {
    return List.of(
        NumberOption.share(THRESHOLD, threshold),
        NumberOption.count(REPLIES, 1, replies),
        NumberOption.count(CANDIDATES, 1, candidates));
  }

  @Override
  public LearningGate with(Task task, NumberValues values) {
    return new ComparedGate(
        values.number(THRESHOLD), values.count(REPLIES), values.count(CANDIDATES));
  }

  /** How many replies to each comparison it wants. */
  public int replies() {
    return replies;
  }

  /** How many answers are compared at most, the label among them. */
  public int candidates() {
    return candidates;
  }

  @Override
  public Optional<DropReason.Refused> refuse(AnsweredProblem answered, AdmittedProblems admitted) {
    return answered.verdict().label().isPresent() && answered.compared() >= threshold
        ? Optional.empty()
        : Optional.of(DOUBTED);
  }
}
