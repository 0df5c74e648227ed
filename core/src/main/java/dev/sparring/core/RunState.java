package dev.sparring.core;

import dev.sparring.core.advantage.Baselines;
import dev.sparring.core.guard.GuardState;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Everything that changes from round to round, besides weights and optimizer: with those two and a
 * configuration it is all that a run needs to go on.
 *
 * @param step rounds finished
 * @param policyVersion updates made to the weights
 * @param archive keys of problems that were asked, oldest first
 * @param baselines running rewards by role
 * @param guards what the alarms remember
 * @param before the evaluation of the base
 */
public record RunState(
    int step,
    long policyVersion,
    Set<String> archive,
    Baselines baselines,
    GuardState guards,
    Map<String, Double> before) {

  public RunState {
    archive = Collections.unmodifiableSet(new LinkedHashSet<>(archive));
    before = Collections.unmodifiableMap(new TreeMap<>(before));
  }

  /** Before the first round. */
  public static RunState start(Map<String, Double> before) {
    return new RunState(0, 0, Set.of(), Baselines.NONE, GuardState.START, before);
  }

  /** The last round that is finished, and the weights after it. */
  public StepVersion stepVersion() {
    return new StepVersion(step, policyVersion);
  }

  /** The order for the round after this one. */
  public Round next(long seed, int problems, int samples) {
    return new Round(step + 1, policyVersion, seed, problems, samples, archive);
  }

  /**
   * After one more round.
   *
   * @param learned whether the weights changed
   * @param asked keys of the problems that were asked
   * @param remembered how many keys the archive holds; the oldest are forgotten
   */
  public RunState after(
      boolean learned,
      Collection<String> asked,
      int remembered,
      Baselines baselines,
      GuardState guards) {
    LinkedHashSet<String> keys = new LinkedHashSet<>(archive);
    keys.addAll(asked);
    int forget = Math.max(0, keys.size() - remembered);
    LinkedHashSet<String> kept = new LinkedHashSet<>();
    keys.stream().skip(forget).forEach(kept::add);
    return new RunState(
        step + 1, policyVersion + (learned ? 1 : 0), kept, baselines, guards, before);
  }

  /**
   * When the weights are taken back to an earlier state's: what goes with weights is taken back as
   * well; that rounds were played and problems were asked stays true.
   */
  public RunState backTo(RunState earlier) {
    return new RunState(
        step, earlier.policyVersion(), archive, earlier.baselines(), guards, before);
  }
}
