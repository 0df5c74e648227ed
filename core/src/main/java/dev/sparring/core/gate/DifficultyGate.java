package dev.sparring.core.gate;

import dev.sparring.core.DropReason;
import dev.sparring.core.plugin.NumberOption;
import dev.sparring.core.plugin.NumberValues;
import dev.sparring.core.task.Task;
import java.util.List;
import java.util.Optional;

/**
 * Refuses problems whose majority has a share of the answers outside a window. R-Zero (2508.05004)
 * keeps .3 to .8 (3 to 7 of 10 answers).
 */
public final class DifficultyGate implements LearningGate {
  private static final String NAME = "difficulty";
  private static final String LOW = "low";
  private static final String HIGH = "high";

  private final double low;
  private final double high;

  /** R-Zero's window. */
  public DifficultyGate() {
    this(.3, .8);
  }

  private DifficultyGate(double low, double high) {
    this.low = low;
    this.high = high;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "problems whose majority share is outside a window";
  }

  @Override
  public List<NumberOption> options() {
    return List.of(NumberOption.share(LOW, low), NumberOption.share(HIGH, high));
  }

  @Override
  public LearningGate with(Task task, NumberValues values) {
    return new DifficultyGate(values.number(LOW), values.number(HIGH));
  }

  @Override
  public Optional<DropReason.Refused> refuse(AnsweredProblem answered, AdmittedProblems admitted) {
    double share = answered.verdict().share();
    if (share < low) {
      return Optional.of(new DropReason.Refused(NAME, "too hard"));
    }
    return share > high ? Optional.of(new DropReason.Refused(NAME, "too easy")) : Optional.empty();
  }
}
