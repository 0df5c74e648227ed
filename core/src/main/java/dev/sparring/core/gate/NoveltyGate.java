package dev.sparring.core.gate;

import dev.sparring.core.DropReason;
import dev.sparring.core.Problem;
import dev.sparring.core.plugin.NumberOption;
import dev.sparring.core.plugin.NumberValues;
import dev.sparring.core.task.Task;
import java.util.List;
import java.util.Optional;

/**
 * Refuses problems that were asked before. By key: {@code seen} in an earlier round that the
 * archive still holds, or a {@code duplicate} of one in the same round. Where it is set so, also by
 * likeness: {@code near} to a problem of the pool or of the same round, as the Jaccard index of
 * their shingles tells; and by template: one of {@code template-share} of the pool or more.
 */
public final class NoveltyGate implements AdmissionGate {
  private static final String NAME = "novel";
  private static final String NEAR = "near";
  private static final String TEMPLATE_SHARE = "template-share";
  private static final String TEMPLATE_COUNT = "template-count";
  private static final DropReason.Refused SEEN = new DropReason.Refused(NAME, "seen");
  private static final DropReason.Refused DUPLICATE = new DropReason.Refused(NAME, "duplicate");
  private static final DropReason.Refused LIKE = new DropReason.Refused(NAME, "near duplicate");
  private static final DropReason.Refused WORN = new DropReason.Refused(NAME, "worn template");

  private final double near;
  private final double templateShare;
  private final int templateCount;

  /** By key alone. */
  public NoveltyGate() {
    this(0, 0, 1);
  }

  private NoveltyGate(double near, double templateShare, int templateCount) {
    this.near = near;
    this.templateShare = templateShare;
    this.templateCount = templateCount;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "problems that were asked before, or are near to one that was";
  }

  @Override
  public List<NumberOption> options() {
    return List.of(
        NumberOption.share(NEAR, 0),
        NumberOption.share(TEMPLATE_SHARE, 0),
        NumberOption.count(TEMPLATE_COUNT, 1, 16));
  }

  @Override
  public AdmissionGate with(Task task, NumberValues values) {
    return new NoveltyGate(
        values.number(NEAR), values.number(TEMPLATE_SHARE), values.count(TEMPLATE_COUNT));
  }

  @Override
  public Optional<DropReason.Refused> refuse(Problem problem, KnownProblems known) {
    if (known.archive().contains(problem.key())) {
      return Optional.of(SEEN);
    } else if (known.round().contains(problem.key())) {
      return Optional.of(DUPLICATE);
    } else if (near > 0 && known.similarity(problem) >= near) {
      return Optional.of(LIKE);
    }
    return worn(problem, known) ? Optional.of(WORN) : Optional.empty();
  }

  /** Whether a template has had its share of the pool; the first few of it are always new. */
  private boolean worn(Problem problem, KnownProblems known) {
    if (templateShare == 0) {
      return false;
    }
    int same = known.pool().ofTemplate(known.template(problem));
    return same >= templateCount && same >= templateShare * known.pool().size();
  }
}
