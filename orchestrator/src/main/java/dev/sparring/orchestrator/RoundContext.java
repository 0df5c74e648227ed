package dev.sparring.orchestrator;

import akka.actor.typed.ActorRef;
import dev.sparring.core.Problem;
import dev.sparring.core.Round;
import dev.sparring.core.RunState;
import dev.sparring.core.ScoredRound;
import dev.sparring.core.StepVersion;
import dev.sparring.core.config.Settings;
import dev.sparring.core.guard.GuardState;
import dev.sparring.core.ledger.Ledger;
import dev.sparring.core.ledger.OutcomeCounts;
import dev.sparring.core.task.Task;
import dev.sparring.orchestrator.run.RunWriter;
import dev.sparring.policy.learn.Loss;
import dev.sparring.policy.learn.RateSchedule;
import dev.sparring.policy.worker.PolicyWorker;
import java.util.List;
import java.util.Map;

/**
 * One round from its order to the state after it. It goes through three hands: played by the roles,
 * learned from by the worker, closed by the orchestrator; nothing of it counts before it is closed.
 */
final class RoundContext {
  private final RunState before;
  private final Settings settings;
  private final Task task;
  private final Stopwatch watch = new Stopwatch();

  private ScoredRound scored;
  private TrainingBatch batch;
  private boolean changed;

  /**
   * A round that begins now.
   *
   * @param before the state that it begins from
   */
  RoundContext(RunState before, Settings settings, Task task) {
    this.before = before;
    this.settings = settings;
    this.task = task;
  }

  /** Its number. */
  int step() {
    return before.step() + 1;
  }

  /** Its number, and the weights that it has come to. */
  StepVersion stepVersion() {
    return new StepVersion(step(), before.policyVersion() + (changed ? 1 : 0));
  }

  /** What the roles are told. */
  Round order() {
    return before.next(
        settings.run().seed(), settings.proposer().problems(), settings.solver().samples());
  }

  /** Whether the roles have it: what they ask of the worker is answered to them. */
  boolean withTheRoles() {
    return scored == null;
  }

  /** Takes it from the roles; throws if its books are not complete. */
  OutcomeCounts played(ScoredRound round) {
    scored = round;
    return Ledger.audit(round);
  }

  /** What is to be learned from it. */
  PolicyWorker.Learn batch(ActorRef<PolicyWorker.Reply> replyTo) {
    batch = TrainingBatch.of(scored, before.baselines(), settings);
    return new PolicyWorker.Learn(
        order().idPrefix() + "-learn",
        stepVersion(),
        batch.episodes(),
        batch.monitored(),
        Loss.PolicyGradient.of(settings.learn(), settings.sampling().learningTemperature()),
        rate(),
        replyTo);
  }

  private double rate() {
    return RateSchedule.rate(settings.learn(), step(), settings.run().steps());
  }

  /** Takes it from the worker: writes down the rollouts, stops the clock, and gives the figures. */
  Map<String, Double> learned(PolicyWorker.Learned learned, RunWriter writer) {
    changed = learned.report().steps() > 0;
    Map<String, Double> metrics = RoundMetrics.of(scored, learned, rate(), task);
    writer.rollouts(step(), scored);
    watch.into(metrics, scored, learned);
    return metrics;
  }

  /** Whether held-out problems are answered at its end. */
  boolean evaluationDue() {
    int every = settings.evaluation().every();
    return every > 0 && step() % every == 0;
  }

  /** The state after it. */
  RunState close(GuardState guards) {
    List<String> asked =
        scored.attempted().proposed().problems().stream().map(Problem::key).toList();
    return before.after(changed, asked, settings.proposer().archive(), batch.baselines(), guards);
  }
}
