package dev.sparring.orchestrator;

import akka.actor.typed.ActorRef;
import dev.sparring.core.RunState;
import dev.sparring.core.ScoredRound;
import dev.sparring.core.StepVersion;
import dev.sparring.core.config.Settings;
import dev.sparring.core.guard.Alarm;
import dev.sparring.core.guard.Guards;
import dev.sparring.core.ledger.OutcomeCounts;
import dev.sparring.orchestrator.run.Checkpoints;
import dev.sparring.orchestrator.run.DiskFull;
import dev.sparring.policy.worker.PolicyWorker;
import dev.sparring.proposer.Proposer;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;

/**
 * The course of a run: what comes after what, and which room knows about it.
 *
 * <pre>
 * begin ─► Examination (base) ─► Checkpointing ─┐
 *                                               ▼
 *      ┌────────────────────────────────► RoundInPlay: propose, solve, verify; audit; learn;
 *      │                                        │      rollouts
 *      │                                        ▼
 *      │                                  Examination, when due
 *      │                                        │
 *      │                                        ▼
 *      │                              guards, state, metrics ── alarm ─┐
 *      │                                        │                      │
 *      └─ Checkpointing, when due ◄─────────────┤                      │
 *                                               ▼ after the last       ▼
 *                  Closing ◄─ Examination ◄─ Checkpointing ◄──── roll back
 * </pre>
 *
 * <p>Files are written in that order, so that a step that has metrics has everything else. It is
 * the orchestrator's: called from its thread, one message at a time.
 */
final class TrainingLoop {
  private final Orchestrator.Plan plan;
  private final Settings settings;
  private final RoundActors actors;
  private final ActorRef<PolicyWorker.Reply> replies;
  private final Supplier<Logger> log;
  private final GuardRunner guardRunner;
  private final Evaluator evaluator;
  private final Checkpointer checkpointing;
  private final RunFinisher finisher;

  private RunState state; // null until the base has been measured
  private RoundContext round; // null between rounds
  private boolean weightsAhead; // of the state: a checkpoint would not be of one step
  private boolean stopping;

  /**
   * A run that has not begun.
   *
   * @param replies where the worker answers
   * @param atEnd when all is written and said
   */
  TrainingLoop(
      Orchestrator.Plan plan,
      RoundActors actors,
      ActorRef<PolicyWorker.Reply> replies,
      Supplier<Logger> log,
      Runnable atEnd) {
    this.plan = plan;
    this.settings = plan.settings();
    this.actors = actors;
    this.replies = replies;
    this.log = log;
    this.guardRunner = new GuardRunner(plan, log);
    this.evaluator = new Evaluator(plan, actors.worker(), replies, log);
    this.checkpointing = new Checkpointer(plan.writer(), actors.worker(), replies);
    this.finisher = new RunFinisher(plan, log, atEnd);
  }

  /** A new run measures its base; one that is resumed goes on where it was. */
  void begin() {
    if (plan.resumed().isPresent()) {
      state = plan.resumed().get().state();
      checkpointing.has(state);
      finisher.resume(plan.resumed().get().ending());
      if (finisher.decided().isPresent()) {
        finish();
      } else {
        nextRound();
      }
    } else {
      evaluator.begin(
          "before",
          now(),
          true,
          measured -> {
            state = RunState.start(Evaluator.withoutTimes(measured));
            checkpointing.make(state, this::nextRound);
          });
    }
  }

  private void nextRound() {
    if (stopping) {
      end();
    } else if (state.step() >= settings.run().steps()) {
      finish();
    } else {
      round = new RoundContext(state, settings, plan.task());
      actors.proposer().tell(new Proposer.Propose(round.order()));
    }
  }

  /** The roles have played the round. */
  void scored(ScoredRound scored) {
    if (stopping) {
      return;
    }
    OutcomeCounts counts = round.played(scored);
    Optional<String> lost = scored.attempted().lost();
    if (lost.isPresent()) {
      String line = "nothing was written in step " + round.step() + ": " + lost.get();
      fail(line, DiskFull.in(lost.get()));
      return;
    }
    PolicyWorker.Learn batch = round.batch(replies);
    log.get()
        .info(
            "{} attempts ended, {} scored, dropped {}; learning from {} episodes",
            counts.total(),
            counts.scored(),
            counts.dropped(),
            batch.episodes().size());
    weightsAhead = true;
    actors.worker().tell(batch);
  }

  /** The worker has done, or given up, what it was asked for. */
  void worked(PolicyWorker.Reply reply) {
    if (reply instanceof PolicyWorker.Learned learned) {
      learned(learned);
    } else if (reply instanceof PolicyWorker.Generated answers) {
      evaluator.answered(answers);
    } else if (reply instanceof PolicyWorker.Saved) {
      log.get().info("wrote {}", checkpointing.commit(state, finisher.decided()));
      checkpointing.goOn();
    } else if (reply instanceof PolicyWorker.Restored) {
      weightsAhead = false;
      finish();
    } else if (reply instanceof PolicyWorker.Abandoned abandoned) {
      weightsAhead &= evaluator.inProgress() || abandoned.changed();
      end();
    } else if (reply instanceof PolicyWorker.Failed failed) {
      fail(failed.job() + " failed: " + failed.reason(), DiskFull.in(failed.reason()));
    }
  }

  private void learned(PolicyWorker.Learned learned) {
    Map<String, Double> metrics = round.learned(learned, plan.writer());
    if (!round.evaluationDue()) {
      closeRound(metrics);
    } else if (stopping) {
      end();
    } else {
      evaluator.begin(
          "step " + round.step(),
          now(),
          false,
          measured -> {
            metrics.putAll(measured);
            closeRound(metrics);
          });
    }
  }

  private void closeRound(Map<String, Double> metrics) {
    Guards.Observation seen = guardRunner.observe(state, round.step(), metrics);
    state = round.close(seen.next());
    round = null;
    weightsAhead = false;
    plan.writer().metrics(state.step(), metrics);
    plan.listener().round(state.step(), settings.run().steps(), metrics);
    Optional<Alarm> decisive = guardRunner.sound(seen);
    if (decisive.isPresent()) {
      obey(decisive.get());
    } else if (plan.writer().checkpointDue(state.step())) {
      checkpointing.make(state, this::nextRound);
    } else {
      nextRound();
    }
  }

  /** Ends the run, on the weights that it has or on those from before the alarm's streak. */
  private void obey(Alarm alarm) {
    finisher.decide(alarm);
    Optional<Checkpoints.Found> rollbackTarget = guardRunner.rollbackTarget(alarm);
    if (rollbackTarget.isPresent()) {
      String path = rollbackTarget.get().path().toString();
      weightsAhead = true;
      state = state.backTo(rollbackTarget.get().state());
      actors.worker().tell(new PolicyWorker.Restore("restore", state.stepVersion(), path, replies));
    } else {
      finish();
    }
  }

  /** The last checkpoint and evaluation of a run that was not interrupted. */
  private void finish() {
    checkpointing.make(
        state,
        () ->
            evaluator.begin(
                "after", now(), false, measured -> finisher.onPurpose(state, measured)));
  }

  /** Ends the run as soon as possible. */
  void stop() {
    if (!stopping) {
      stopping = true;
      actors.worker().tell(PolicyWorker.Cancel.INSTANCE);
      if (round != null && round.withTheRoles()) { // they will hear that it was abandoned
        end();
      }
    }
  }

  /** The end of an interrupted run: a checkpoint, unless the weights are ahead of the state. */
  private void end() {
    if (state == null || weightsAhead) {
      finisher.interrupted(Optional.ofNullable(state));
    } else {
      checkpointing.make(state, () -> finisher.interrupted(Optional.of(state)));
    }
  }

  /**
   * Ends the run for a failure of the machinery.
   *
   * @param why one line
   */
  void fail(String why, boolean noSpace) {
    if (!closed()) {
      finisher.failed(Optional.ofNullable(state), String.valueOf(why), noSpace);
    }
  }

  /** The round in play, or the last one that is finished. */
  StepVersion now() {
    return round != null
        ? round.stepVersion()
        : state != null ? state.stepVersion() : StepVersion.START;
  }

  /** Whether it is over: what still arrives is of no account. */
  boolean closed() {
    return finisher.closed();
  }
}
