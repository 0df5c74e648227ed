package dev.sparring.core.gate;

import dev.sparring.core.DropReason;
import dev.sparring.core.plugin.NumberOption;
import dev.sparring.core.plugin.NumberValues;
import dev.sparring.core.task.Task;
import java.util.List;
import java.util.Optional;

/**
 * Refuses problems whose label already has its share of the round: where most problems have one
 * answer, a policy that always gives it is right most of the time.
 */
public final class LabelBalanceGate implements LearningGate {
  private static final String NAME = "balance-labels";
  private static final String ANSWER = "answer";
  private static final DropReason.Refused FULL = new DropReason.Refused(NAME, "answer full");

  private final double share;

  /** A label may take a quarter of a round. */
  public LabelBalanceGate() {
    this(.25);
  }

  private LabelBalanceGate(double share) {
    this.share = share;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "problems whose label already has its share of the round";
  }

  @Override
  public List<NumberOption> options() {
    return List.of(NumberOption.share(ANSWER, share));
  }

  @Override
  public LearningGate with(Task task, NumberValues values) {
    return new LabelBalanceGate(values.number(ANSWER));
  }

  @Override
  public Optional<DropReason.Refused> refuse(AnsweredProblem answered, AdmittedProblems admitted) {
    Optional<String> label = answered.verdict().label();
    long same =
        label.isEmpty()
            ? 0
            : admitted.admitted().stream().filter(p -> p.verdict().label().equals(label)).count();
    return Shares.full(same, share, admitted.answered(), FULL);
  }
}
