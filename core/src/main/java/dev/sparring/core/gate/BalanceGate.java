package dev.sparring.core.gate;

import dev.sparring.core.DropReason;
import dev.sparring.core.Problem;
import dev.sparring.core.plugin.NumberOption;
import dev.sparring.core.plugin.NumberValues;
import dev.sparring.core.task.Task;
import java.util.List;
import java.util.Optional;

/** Refuses problems whose template already has its share of the round. */
public final class BalanceGate implements AdmissionGate {
  private static final String NAME = "balance";
  private static final String TEMPLATE = "template";
  private static final DropReason.Refused FULL = new DropReason.Refused(NAME, "template full");

  private final double share;

  /** A template may take a quarter of a round. */
  public BalanceGate() {
    this(.25);
  }

  private BalanceGate(double share) {
    this.share = share;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "problems whose template already has its share of the round";
  }

  @Override
  public List<NumberOption> options() {
    return List.of(NumberOption.share(TEMPLATE, share));
  }

  @Override
  public AdmissionGate with(Task task, NumberValues values) {
    return new BalanceGate(values.number(TEMPLATE));
  }

  @Override
  public Optional<DropReason.Refused> refuse(Problem problem, KnownProblems known) {
    int same = known.admitted().ofTemplate(known.template(problem));
    return Shares.full(same, share, known.proposals(), FULL);
  }
}
