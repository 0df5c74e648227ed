package dev.sparring.orchestrator;

import dev.sparring.core.Problem;
import dev.sparring.core.Round;
import dev.sparring.core.RunState;
import dev.sparring.core.ScoredRound;
import dev.sparring.core.StepVersion;
import dev.sparring.core.curriculum.ProblemPool;
import dev.sparring.core.gate.GateReport;
import dev.sparring.core.gate.LearningGates;
import dev.sparring.core.guard.GuardState;
import java.util.List;
import java.util.Map;

/**
 * A round in progress. Nothing of it counts before {@link Learned#close}: a run that is interrupted
 * goes on from the state before.
 *
 * @param before the state that it began from
 * @param request what the roles were asked for
 * @param watch started with the round
 */
record RoundContext(RunState before, Round request, Stopwatch watch) {

  /** Its number, from 1. */
  int step() {
    return request.step();
  }

  /**
   * The round once the roles have finished it.
   *
   * @param gates what the gates between proposer and solver did
   * @param admitted the round after the gates between verifier and learner
   */
  record Scored(
      RoundContext context,
      GateReport gates,
      LearningGates.Admitted admitted,
      TrainingBatch batch) {
    /** The scored round, in which what was refused has no reward. */
    ScoredRound round() {
      return admitted.round();
    }
  }

  /**
   * The round once the worker has learned from it.
   *
   * @param changed whether the weights changed
   * @param metrics of the round, without its evaluation
   */
  record Learned(Scored scored, boolean changed, Map<String, Double> metrics) {
    /** Its number, and the version of the weights after its update. */
    StepVersion stepVersion() {
      RunState before = scored.context().before();
      return new StepVersion(scored.context().step(), before.policyVersion() + (changed ? 1 : 0));
    }

    /**
     * The state after the round.
     *
     * @param archive how many keys the archive keeps
     * @param pool the rules of the pool
     */
    RunState close(int archive, ProblemPool pool, GuardState guards) {
      List<String> asked =
          scored.round().attempted().proposed().problems().stream().map(Problem::key).toList();
      RunState before = scored.context().before();
      return before.after(
          changed,
          asked,
          archive,
          pool.after(before.pool(), scored.round(), scored.admitted().admitted()),
          scored.batch().baselines(),
          guards);
    }
  }
}
