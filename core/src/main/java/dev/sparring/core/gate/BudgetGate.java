package dev.sparring.core.gate;

import dev.sparring.core.DropReason;
import dev.sparring.core.Problem;
import dev.sparring.core.plugin.NumberOption;
import dev.sparring.core.plugin.NumberValues;
import dev.sparring.core.task.Task;
import java.util.List;
import java.util.Optional;

/**
 * Refuses problems whose mode already has its share of the round. The mode is what the proposer was
 * asked for, as the task names it ({@link Task#mode}).
 */
public final class BudgetGate implements AdmissionGate {
  private static final String NAME = "budget";
  private static final String MODE = "mode";
  private static final DropReason.Refused SPENT = new DropReason.Refused(NAME, "mode full");

  private final double share;

  /** A mode may take half of a round. */
  public BudgetGate() {
    this(.5);
  }

  private BudgetGate(double share) {
    this.share = share;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "problems whose proposer mode already has its share of the round";
  }

  @Override
  public List<NumberOption> options() {
    return List.of(NumberOption.share(MODE, share));
  }

  @Override
  public AdmissionGate with(Task task, NumberValues values) {
    return new BudgetGate(values.number(MODE));
  }

  @Override
  public Optional<DropReason.Refused> refuse(Problem problem, KnownProblems known) {
    int same = known.admittedOfMode(known.mode(problem));
    return Shares.full(same, share, known.proposals(), SPENT);
  }
}
