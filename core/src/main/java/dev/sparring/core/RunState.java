package dev.sparring.core;

import dev.sparring.core.advantage.Baselines;
import dev.sparring.core.guard.GuardState;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Everything that changes from round to round, besides weights and optimizer: with those two and a
 * configuration it is all that a run needs to go on.
 *
 * @param step rounds finished
 * @param policyVersion names the weights; every update and every rollback gives a new number
 * @param archive keys of problems that were asked, oldest first
 * @param pool problems that were asked and may be used again, the one asked longest ago first
 * @param klFactor what {@code learn.kl.coefficient} is multiplied with; a guard raises it
 * @param baselines running rewards by role
 * @param guards what the alarms remember
 * @param before the evaluation of the base
 */
public record RunState(
    int step,
    long policyVersion,
    Set<String> archive,
    List<PastProblem> pool,
    double klFactor,
    Baselines baselines,
    GuardState guards,
    Map<String, Double> before) {

  public RunState {
    archive = Collections.unmodifiableSet(new LinkedHashSet<>(archive));
    pool = List.copyOf(pool);
    before = Collections.unmodifiableMap(new TreeMap<>(before));
  }

  /** Before the first round. */
  public static RunState start(Map<String, Double> before) {
    return new RunState(0, 0, Set.of(), List.of(), 1, Baselines.NONE, GuardState.START, before);
  }

  /** {@code s000012}: the prefix of every job and id of this step. */
  public String idPrefix() {
    return Round.idPrefix(step);
  }

  /** The last round that is finished, and the weights after it. */
  public StepVersion stepVersion() {
    return new StepVersion(step, policyVersion);
  }

  /**
   * After one more round.
   *
   * @param learned whether the weights changed
   * @param asked keys of the problems that were asked
   * @param remembered how many keys the archive holds; the oldest are forgotten
   * @param poolAfter the pool after the round
   */
  public RunState after(
      boolean learned,
      Collection<String> asked,
      int remembered,
      List<PastProblem> poolAfter,
      Baselines baselinesAfter,
      GuardState guardsAfter) {
    LinkedHashSet<String> keys = new LinkedHashSet<>(archive);
    keys.addAll(asked);
    int forget = Math.max(0, keys.size() - remembered);
    LinkedHashSet<String> kept = new LinkedHashSet<>();
    keys.stream().skip(forget).forEach(kept::add);
    return new RunState(
        step + 1,
        policyVersion + (learned ? 1 : 0),
        kept,
        poolAfter,
        klFactor,
        baselinesAfter,
        guardsAfter,
        before);
  }

  /** The same with a stronger pull to the base from now on. */
  public RunState withKlFactor(double factor) {
    return new RunState(step, policyVersion, archive, pool, factor, baselines, guards, before);
  }

  /**
   * The state after the weights of an earlier state were restored: the baselines are restored with
   * them; rounds stay counted and problems stay asked. The restored weights get a new version,
   * because a version never names two sets of weights.
   */
  public RunState rolledBackTo(RunState earlier) {
    return new RunState(
        step, policyVersion + 1, archive, pool, klFactor, earlier.baselines(), guards, before);
  }
}
