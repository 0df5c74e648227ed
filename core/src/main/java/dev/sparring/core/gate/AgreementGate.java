package dev.sparring.core.gate;

import dev.sparring.core.Attempt;
import dev.sparring.core.DropReason;
import dev.sparring.core.plugin.NumberOption;
import dev.sparring.core.plugin.NumberValues;
import dev.sparring.core.task.Task;
import dev.sparring.core.vote.VoteRule;
import java.util.List;
import java.util.Optional;

/**
 * Refuses problems whose answers do not agree enough for a label, by thresholds of its own: the
 * vote's in {@code verifier} may be lower, and rewards of other kinds than the vote's ask for no
 * label at all.
 */
public final class AgreementGate implements LearningGate {
  private static final String NAME = "agreement";
  private static final String VOTES = "votes";
  private static final String MARGIN = "margin";
  private static final String SHARE = "share";
  private static final String READABLE_SHARE = "readable-share";
  private static final DropReason.Refused APART = new DropReason.Refused(NAME, "disagreement");

  private final VoteRule rule;

  /** The vote's own thresholds when nothing is said. */
  public AgreementGate() {
    this(new VoteRule(2, 1, .25, 0));
  }

  private AgreementGate(VoteRule rule) {
    this.rule = rule;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "problems whose answers agree too little for a label";
  }

  @Override
  public List<NumberOption> options() {
    return List.of(
        NumberOption.count(VOTES, 1, rule.minVotes()),
        NumberOption.count(MARGIN, 1, rule.minMargin()),
        NumberOption.share(SHARE, rule.minShare()),
        NumberOption.share(READABLE_SHARE, rule.minAgreement()));
  }

  @Override
  public LearningGate with(Task task, NumberValues values) {
    return new AgreementGate(
        new VoteRule(
            values.count(VOTES),
            values.count(MARGIN),
            values.number(SHARE),
            values.number(READABLE_SHARE)));
  }

  @Override
  public Optional<DropReason.Refused> refuse(AnsweredProblem answered, AdmittedProblems admitted) {
    List<Optional<String>> answers = answered.attempts().stream().map(Attempt::answer).toList();
    return rule.decide(answered.problem().id(), answers).label().isPresent()
        ? Optional.empty()
        : Optional.of(APART);
  }
}
