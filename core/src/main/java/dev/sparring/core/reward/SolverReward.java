package dev.sparring.core.reward;

import dev.sparring.core.Attempt;
import dev.sparring.core.DropReason;
import dev.sparring.core.Outcome;
import dev.sparring.core.RandomStream;
import dev.sparring.core.check.Judgement;
import dev.sparring.core.check.Mark;
import java.util.Optional;

/** What an answer earns. Each rule gives 0 to 1, or drops the attempt with a reason. */
public enum SolverReward implements SolverRule {
  /**
   * 1 for the label's answer, else 0; dropped where the vote has no label ("Self-Questioning
   * Language Models", 2508.03682, section 3).
   */
  MAJORITY("majority") {
    @Override
    public Outcome reward(
        Attempt attempt, Judgement judgement, Optional<String> truth, RandomStream stream) {
      return agreement(attempt, judgement.verdict().label(), new DropReason.NoLabel());
    }
  },

  /**
   * The fraction of the problem's tests that the program passes, 0 without a program
   * ("Self-Questioning Language Models", 2508.03682, section 3); for tasks that bring tests.
   */
  TESTS("tests") {
    @Override
    public Outcome reward(
        Attempt attempt, Judgement judgement, Optional<String> truth, RandomStream stream) {
      Mark mark = judgement.mark(attempt.id()).orElseThrow(); // RoundScorer drops the unjudged
      return new Outcome.Scored(((Mark.Judged) mark).score());
    }
  },

  /** A control: 1 for any well-formed answer, else 0 (the format reward of 2508.03682). */
  FORMAT("format") {
    @Override
    public Outcome reward(
        Attempt attempt, Judgement judgement, Optional<String> truth, RandomStream stream) {
      return scored(attempt.answer().isPresent());
    }
  },

  /** A control: a fair coin, whatever the answer is ("Spurious Rewards", 2506.10947). */
  RANDOM("random") {
    @Override
    public Outcome reward(
        Attempt attempt, Judgement judgement, Optional<String> truth, RandomStream stream) {
      return scored(stream.uniform(0) < 0.5);
    }
  },

  /**
   * 1 for the right answer, else 0; dropped where the task cannot tell. The only place where truth
   * is a reward: an upper bound to compare with, not self-play.
   */
  TRUTH("truth") {
    @Override
    public Outcome reward(
        Attempt attempt, Judgement judgement, Optional<String> truth, RandomStream stream) {
      return agreement(attempt, truth, new DropReason.NoTruth());
    }
  };

  private final String configName;

  SolverReward(String configName) {
    this.configName = configName;
  }

  @Override
  public abstract Outcome reward(
      Attempt attempt, Judgement judgement, Optional<String> truth, RandomStream stream);

  @Override
  public String configName() {
    return configName;
  }

  /** The rule with this name; {@link IllegalArgumentException} lists the names there are. */
  public static SolverReward named(String name) {
    return EnumLookup.find("the solver's reward", name, values(), SolverReward::configName);
  }

  private static Outcome agreement(Attempt attempt, Optional<String> with, DropReason otherwise) {
    return with.isEmpty() ? new Outcome.Dropped(otherwise) : scored(attempt.answer().equals(with));
  }

  private static Outcome scored(boolean right) {
    return new Outcome.Scored(right ? 1 : 0);
  }
}
