package dev.sparring.core.curriculum;

import dev.sparring.core.Role;
import dev.sparring.core.Round;
import dev.sparring.core.RunState;
import dev.sparring.core.config.Settings;
import java.util.Set;

/**
 * The schedule of a run: what the next round asks for, and who learns when.
 *
 * @param seed of the run
 * @param problems proposals in a round
 * @param samples answers to each problem
 * @param proposerInterval rounds from one of the proposer's updates to the next; 0 is never
 */
public record Curriculum(long seed, int problems, int samples, int proposerInterval) {
  /** The curriculum that a configuration describes. */
  public static Curriculum of(Settings settings) {
    return new Curriculum(
        settings.run().seed(),
        settings.proposer().problems(),
        settings.solver().samples(),
        settings.proposer().updateInterval());
  }

  /** The request for the round after a state. */
  public Round next(RunState state) {
    return new Round(state.step() + 1, state.policyVersion(), seed, problems, samples);
  }

  /**
   * The roles that learn from a round: the solver from every one, the proposer from every {@code
   * proposer.update-interval}-th ("Self-Questioning Language Models", 2508.03682, Table 4).
   */
  public Set<Role> learners(int step) {
    return proposerInterval > 0 && step % proposerInterval == 0
        ? Set.of(Role.SOLVER, Role.PROPOSER)
        : Set.of(Role.SOLVER);
  }
}
