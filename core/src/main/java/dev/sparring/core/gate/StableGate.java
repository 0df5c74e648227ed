package dev.sparring.core.gate;

import dev.sparring.core.Attempt;
import dev.sparring.core.DropReason;
import dev.sparring.core.plugin.NumberOption;
import dev.sparring.core.plugin.NumberValues;
import dev.sparring.core.task.Task;
import dev.sparring.core.vote.VoteRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Refuses problems whose answers depend on how the problem is asked: each of the task's questions
 * ({@link Task#questions}) must have the label as the majority of its own answers. Problems that
 * the task asks in one way only are admitted, for nothing is known about them.
 */
public final class StableGate implements LearningGate {
  private static final String NAME = "stable";
  private static final String VOTES = "votes";
  private static final DropReason.Refused UNSTABLE = new DropReason.Refused(NAME, "unstable");

  private final Optional<Task> task;
  private final VoteRule rule;

  /** Of no task: it refuses nothing. Two answers to each question have to agree. */
  public StableGate() {
    this(Optional.empty(), new VoteRule(2, 1, 0, 0));
  }

  private StableGate(Optional<Task> task, VoteRule rule) {
    this.task = task;
    this.rule = rule;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "problems that have another label when they are asked another way";
  }

  @Override
  public List<NumberOption> options() {
    return List.of(NumberOption.count(VOTES, 1, rule.minVotes()));
  }

  @Override
  public LearningGate with(Task task, NumberValues values) {
    return new StableGate(Optional.of(task), new VoteRule(values.count(VOTES), 1, 0, 0));
  }

  @Override
  public Optional<DropReason.Refused> refuse(AnsweredProblem answered, AdmittedProblems admitted) {
    int asked = task.map(it -> it.questions(answered.problem().text()).size()).orElse(1);
    int ways = Math.min(asked, answered.samples());
    if (ways < 2) {
      return Optional.empty();
    }
    Optional<String> label = answered.verdict().label();
    for (int way = 0; way < ways; way++) {
      if (label.isEmpty() || !label(answered, way, ways).equals(label)) {
        return Optional.of(UNSTABLE);
      }
    }
    return Optional.empty();
  }

  /** The label by the answers to one question; samples are shared out among questions in turn. */
  private Optional<String> label(AnsweredProblem answered, int way, int ways) {
    List<Optional<String>> own = new ArrayList<>();
    for (Attempt attempt : answered.attempts()) {
      if (attempt.sample() % ways == way) {
        own.add(attempt.answer());
      }
    }
    return rule.decide(answered.problem().id(), own).label();
  }
}
