package dev.sparring.orchestrator;

import akka.actor.typed.ActorRef;
import dev.sparring.core.Moment;
import dev.sparring.core.RunState;
import dev.sparring.core.ScoredRound;
import dev.sparring.core.config.Settings;
import dev.sparring.core.guard.Alarm;
import dev.sparring.core.guard.Guards;
import dev.sparring.core.ledger.Counts;
import dev.sparring.orchestrator.run.Checkpoints;
import dev.sparring.orchestrator.run.NoSpace;
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
final class Course {
  private final Orchestrator.Plan plan;
  private final Settings settings;
  private final Ring ring;
  private final ActorRef<PolicyWorker.Reply> replies;
  private final Supplier<Logger> log;
  private final Guarding guarding;
  private final Examination examination;
  private final Checkpointing checkpointing;
  private final Closing closing;

  private RunState state; // null until the base has been measured
  private RoundInPlay round; // null between rounds
  private boolean weightsAhead; // of the state: a checkpoint would not be of one step
  private boolean stopping;

  /**
   * A run that has not begun.
   *
   * @param replies where the worker answers
   * @param atEnd when all is written and said
   */
  Course(
      Orchestrator.Plan plan,
      Ring ring,
      ActorRef<PolicyWorker.Reply> replies,
      Supplier<Logger> log,
      Runnable atEnd) {
    this.plan = plan;
    this.settings = plan.settings();
    this.ring = ring;
    this.replies = replies;
    this.log = log;
    this.guarding = new Guarding(plan, log);
    this.examination = new Examination(plan, ring.worker(), replies, log);
    this.checkpointing = new Checkpointing(plan.notebook(), ring.worker(), replies);
    this.closing = new Closing(plan, log, atEnd);
  }

  /** A new run measures its base; one that is resumed goes on where it was. */
  void begin() {
    if (plan.resumed().isPresent()) {
      state = plan.resumed().get().state();
      checkpointing.has(state);
      closing.resume(plan.resumed().get().ending());
      if (closing.decided().isPresent()) {
        conclude();
      } else {
        nextRound();
      }
    } else {
      examination.begin(
          "before",
          now(),
          true,
          marks -> {
            state = RunState.start(Examination.withoutTimes(marks));
            checkpointing.make(state, this::nextRound);
          });
    }
  }

  private void nextRound() {
    if (stopping) {
      end();
    } else if (state.step() >= settings.run().steps()) {
      conclude();
    } else {
      round = new RoundInPlay(state, settings, plan.task());
      ring.proposer().tell(new Proposer.Propose(round.order()));
    }
  }

  /** The roles have played the round. */
  void scored(ScoredRound scored) {
    if (stopping) {
      return;
    }
    Counts counts = round.played(scored);
    Optional<String> lost = scored.attempted().lost();
    if (lost.isPresent()) {
      String line = "nothing was written in step " + round.step() + ": " + lost.get();
      fail(line, NoSpace.in(lost.get()));
      return;
    }
    PolicyWorker.Learn lesson = round.lesson(replies);
    log.get()
        .info(
            "{} attempts ended, {} scored, dropped {}; learning from {} episodes",
            counts.total(),
            counts.scored(),
            counts.dropped(),
            lesson.episodes().size());
    weightsAhead = true;
    ring.worker().tell(lesson);
  }

  /** The worker has done, or given up, what it was asked for. */
  void worked(PolicyWorker.Reply reply) {
    if (reply instanceof PolicyWorker.Learned learned) {
      learned(learned);
    } else if (reply instanceof PolicyWorker.Generated answers) {
      examination.answered(answers);
    } else if (reply instanceof PolicyWorker.Saved) {
      log.get().info("wrote {}", checkpointing.commit(state, closing.decided()));
      checkpointing.goOn();
    } else if (reply instanceof PolicyWorker.Restored) {
      weightsAhead = false;
      conclude();
    } else if (reply instanceof PolicyWorker.Abandoned abandoned) {
      weightsAhead &= examination.inProgress() || abandoned.changed();
      end();
    } else if (reply instanceof PolicyWorker.Failed failed) {
      fail(failed.job() + " failed: " + failed.reason(), NoSpace.in(failed.reason()));
    }
  }

  private void learned(PolicyWorker.Learned learned) {
    Map<String, Double> metrics = round.learned(learned, plan.notebook());
    if (!round.examinationDue()) {
      closeRound(metrics);
    } else if (stopping) {
      end();
    } else {
      examination.begin(
          "step " + round.step(),
          now(),
          false,
          marks -> {
            metrics.putAll(marks);
            closeRound(metrics);
          });
    }
  }

  private void closeRound(Map<String, Double> metrics) {
    Guards.Observation seen = guarding.observe(state, round.step(), metrics);
    state = round.close(seen.next());
    round = null;
    weightsAhead = false;
    plan.notebook().metrics(state.step(), metrics);
    plan.listener().round(state.step(), settings.run().steps(), metrics);
    Optional<Alarm> decisive = guarding.sound(seen);
    if (decisive.isPresent()) {
      heed(decisive.get());
    } else if (plan.notebook().checkpointDue(state.step())) {
      checkpointing.make(state, this::nextRound);
    } else {
      nextRound();
    }
  }

  /** Ends the run, on the weights that it has or on those from before the alarm's streak. */
  private void heed(Alarm alarm) {
    closing.decide(alarm);
    Optional<Checkpoints.Found> refuge = guarding.refuge(alarm);
    if (refuge.isPresent()) {
      String path = refuge.get().path().toString();
      weightsAhead = true;
      state = state.backTo(refuge.get().state());
      ring.worker().tell(new PolicyWorker.Restore("restore", state.moment(), path, replies));
    } else {
      conclude();
    }
  }

  /** The last checkpoint and evaluation of a run that was not interrupted. */
  private void conclude() {
    checkpointing.make(
        state,
        () -> examination.begin("after", now(), false, marks -> closing.onPurpose(state, marks)));
  }

  /** Ends the run as soon as possible. */
  void stop() {
    if (!stopping) {
      stopping = true;
      ring.worker().tell(PolicyWorker.Cancel.INSTANCE);
      if (round != null && round.withTheRoles()) { // they will hear that it was abandoned
        end();
      }
    }
  }

  /** The end of an interrupted run: a checkpoint, unless the weights are ahead of the state. */
  private void end() {
    if (state == null || weightsAhead) {
      closing.interrupted(Optional.ofNullable(state));
    } else {
      checkpointing.make(state, () -> closing.interrupted(Optional.of(state)));
    }
  }

  /**
   * Ends the run for a failure of the machinery.
   *
   * @param why one line
   */
  void fail(String why, boolean noSpace) {
    if (!closed()) {
      closing.failed(Optional.ofNullable(state), String.valueOf(why), noSpace);
    }
  }

  /** The round in play, or the last one that is finished. */
  Moment now() {
    return round != null ? round.moment() : state != null ? state.moment() : Moment.START;
  }

  /** Whether it is over: what still arrives is of no account. */
  boolean closed() {
    return closing.closed();
  }
}
