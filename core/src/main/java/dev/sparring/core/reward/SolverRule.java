package dev.sparring.core.reward;

import dev.sparring.core.Attempt;
import dev.sparring.core.Outcome;
import dev.sparring.core.RandomStream;
import dev.sparring.core.check.Judgement;
import dev.sparring.core.plugin.Named;
import java.util.Optional;

/**
 * A rule of what an answer earns. {@link SolverReward} has Sparring's own; others are found through
 * {@link java.util.ServiceLoader} and chosen by their name with {@code solver.reward}.
 */
public interface SolverRule extends Named {
  /**
   * The outcome of one attempt: a reward from 0 to 1, or dropped with a reason. It must not throw,
   * and depend on nothing but its arguments.
   *
   * @param truth the right answer, canonical, when it is known; only {@link SolverReward#TRUTH} is
   *     given one
   * @param stream numbers of this attempt's own
   */
  Outcome reward(Attempt attempt, Judgement judgement, Optional<String> truth, RandomStream stream);
}
