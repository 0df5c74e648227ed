package dev.sparring.core.curriculum;

import dev.sparring.core.PastProblem;
import dev.sparring.core.RandomStream;
import dev.sparring.core.Role;
import dev.sparring.core.Round;
import dev.sparring.core.RunState;
import dev.sparring.core.config.Settings;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The schedule of a run: what the next round asks for, and who learns when.
 *
 * @param seed of the run
 * @param problems proposals in a round
 * @param samples answers to each problem
 * @param proposerInterval rounds from one of the proposer's updates to the next; 0 is never
 * @param baseSamples answers to each problem by the base
 * @param references earlier problems in the prompt of each proposal
 * @param pool what is kept of earlier rounds, and what of it is asked again
 */
public record Curriculum(
    long seed,
    int problems,
    int samples,
    int proposerInterval,
    int baseSamples,
    int references,
    ProblemPool pool) {
  /** The curriculum that a configuration describes. */
  public static Curriculum of(Settings settings) {
    return new Curriculum(
        settings.run().seed(),
        settings.proposer().problems(),
        settings.solver().samples(),
        settings.proposer().updateInterval(),
        settings.verifier().baseVotes() ? settings.verifier().baseSamples() : 0,
        settings.proposer().references(),
        ProblemPool.of(settings.curriculum()));
  }

  /** The request for the round after a state. */
  public Round next(RunState state) {
    int step = state.step() + 1;
    RandomStream random = RandomStream.of(seed).child(step).child("curriculum");
    List<PastProblem> replayed = pool.replayed(state.pool(), problems, random.child("replay"));
    int proposed = problems - replayed.size();
    List<List<String>> shown =
        IntStream.range(0, references > 0 ? proposed : 0)
            .mapToObj(i -> pool.references(state.pool(), references, random.child(i)))
            .toList();
    return new Round(
        step, state.policyVersion(), seed, proposed, samples, baseSamples, shown, replayed);
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
