package dev.sparring.orchestrator;

import akka.actor.typed.ActorRef;
import dev.sparring.core.ProposedRound;
import dev.sparring.core.RunState;
import dev.sparring.core.ScoredRound;
import dev.sparring.core.StepVersion;
import dev.sparring.core.config.Settings;
import dev.sparring.core.curriculum.Curriculum;
import dev.sparring.core.gate.AdmissionGates;
import dev.sparring.core.gate.ComparedGate;
import dev.sparring.core.gate.LearningGates;
import dev.sparring.core.guard.Alarm;
import dev.sparring.core.guard.Guards;
import dev.sparring.core.ledger.Ledger;
import dev.sparring.core.ledger.OutcomeCounts;
import dev.sparring.orchestrator.LoopState.Saving;
import dev.sparring.orchestrator.run.Checkpoints;
import dev.sparring.orchestrator.run.DiskFull;
import dev.sparring.orchestrator.run.Summary;
import dev.sparring.policy.learn.RateSchedule;
import dev.sparring.policy.worker.PoolStatus;
import dev.sparring.policy.worker.WorkerPool;
import dev.sparring.proposer.Proposer;
import dev.sparring.solver.Solver;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;

/**
 * State machine of a run. Each arrow is a method below; each state is a record of {@link
 * LoopState}.
 *
 * <pre>
 * Starting ─► MeasuringBase ─► Saving ─┐      a run that is resumed, or whose learner was lost,
 *                                      ▼      goes on with Restoring ─► Proposing
 *      ┌───────────────────────► Proposing ─► Solving ─► Learning ─► MeasuringRound (when due)
 *      │                                                    │              │
 *      │                                                    ▼              ▼
 *      │                                    close the round: guards, state, metrics
 *      │                                       │          │               │
 *      ├─ Saving (when due) ◄──────────────────┘          │ last round    │ a guard rolls back
 *      └───────────────────────────────────────┘          ▼               ▼
 *                    Ended ◄─ MeasuringEnd ◄─ Saving ◄────┴───── RollingBack
 * </pre>
 *
 * <p>Files are written in the order rollouts, metrics, checkpoint, so that a step that has metrics
 * has everything else. Called from the orchestrator's thread.
 */
final class TrainingLoop {
  private final Orchestrator.Plan plan;
  private final Settings settings;
  private final RoundActors actors;
  private final ActorRef<WorkerPool.Reply> replies;
  private final BiConsumer<String, CompletionStage<Map<String, Double>>> metrics;
  private final Supplier<Logger> log;
  private final Curriculum curriculum;
  private final AdmissionGates admissionGates;
  private final LearningGates learningGates;
  private final GuardRunner guards;
  private final Evaluator evaluator;
  private final Checkpointer checkpointer;
  private final RunFinisher finisher;

  private LoopState state = new LoopState.Starting();
  private LoopState reported = state;
  private Stopwatch since = new Stopwatch();
  private boolean stopping;

  /**
   * A run that has not begun.
   *
   * @param replies where the worker answers
   * @param metrics is given the job of an evaluation and its metrics, which may come later, and has
   *     them handed to {@link #measured}
   */
  TrainingLoop(
      Orchestrator.Plan plan,
      RoundActors actors,
      ActorRef<WorkerPool.Reply> replies,
      BiConsumer<String, CompletionStage<Map<String, Double>>> metrics,
      Supplier<Logger> log) {
    this.plan = plan;
    this.settings = plan.settings();
    this.actors = actors;
    this.replies = replies;
    this.metrics = metrics;
    this.log = log;
    this.curriculum = Curriculum.of(settings);
    this.admissionGates = AdmissionGates.of(plan.task(), settings.gates());
    this.learningGates =
        LearningGates.of(plan.task(), settings.gates(), settings.verifier().baseVotes());
    this.guards = new GuardRunner(plan, log);
    this.evaluator = new Evaluator(plan, actors.pool(), replies, log);
    this.checkpointer = new Checkpointer(plan.writer(), actors.pool(), replies);
    this.finisher = new RunFinisher(plan, log);
  }

  /** A new run measures its base; a resumed run continues after its checkpoint. */
  void begin() {
    if (plan.resumed().isPresent()) {
      restore(plan.resumed().get());
    } else {
      enter(new LoopState.MeasuringBase(evaluator.begin("before", StepVersion.START, true)));
    }
  }

  private void enter(LoopState next) {
    boolean same = next.getClass() == state.getClass();
    state = next;
    if (!same) {
      plan.events().accept(new RunEvent.PhaseBegun(next.stepVersion().step(), next.words()));
    }
  }

  private void restore(Checkpoints.Found found) {
    RunState run = found.state();
    checkpointer.resumedFrom(run);
    finisher.resume(found.decision());
    enter(new LoopState.Restoring(run, askToRestore(run, found.path())));
  }

  private String askToRestore(RunState run, Path checkpoint) {
    String job = run.idPrefix() + "-restore";
    actors
        .pool()
        .tell(new WorkerPool.Restore(job, run.stepVersion(), checkpoint.toString(), replies));
    return job;
  }

  private void restored(RunState run) {
    if (finisher.decided().isPresent()) {
      finish(run);
    } else {
      nextRound(run);
    }
  }

  /** Something has happened to a worker. */
  void happened(WorkerPool.Event event) {
    if (event instanceof WorkerPool.Joined joined) {
      plan.events()
          .accept(new RunEvent.WorkerJoined(joined.worker(), joined.device(), joined.learner()));
    } else if (event instanceof WorkerPool.PieceFinished done) {
      plan.events()
          .accept(
              new RunEvent.PieceFinished(
                  stepVersion().step(), done.worker(), done.piece(), done.kind(), done.seconds()));
    } else if (event instanceof WorkerPool.Lost lost) {
      plan.events().accept(new RunEvent.WorkerLost(lost.worker(), lost.learner(), lost.why()));
      if (lost.learner()) {
        learnerLost(lost);
      }
    }
  }

  /**
   * The worker that held the optimizer's state is lost. The run goes on from its newest checkpoint
   * on another worker, as if it had been resumed: what was written after it is cut.
   */
  private void learnerLost(WorkerPool.Lost lost) {
    if (state instanceof LoopState.Starting) {
      return;
    }
    if (stopping) {
      ended(finisher.interrupted(state.finished()), state.finished());
      return;
    }
    Optional<Checkpoints.Found> found = plan.writer().goBack();
    String from = found.map(f -> "from the checkpoint of step " + f.state().step()).orElse("anew");
    plan.events().note("the learner " + lost.worker() + " is lost; going on " + from);
    log.get().warn("the learner {} is lost; going on {}", lost.worker(), from);
    if (found.isPresent()) {
      restore(found.get());
    } else {
      enter(new LoopState.MeasuringBase(evaluator.begin("before", StepVersion.START, true)));
    }
  }

  private void nextRound(RunState run) {
    if (stopping) {
      interrupt(run);
    } else if (run.step() >= settings.run().steps()) {
      finish(run);
    } else {
      RoundContext round = new RoundContext(run, curriculum.next(run), new Stopwatch());
      enter(new LoopState.Proposing(round));
      plan.checker().prepare();
      actors.proposer().tell(new Proposer.Propose(round.request()));
    }
  }

  /** The proposer has written the round's problems. */
  void proposed(ProposedRound proposed) {
    if (state instanceof LoopState.Proposing proposing
        && proposing.round().request().equals(proposed.round())) {
      RunState before = proposing.round().before();
      AdmissionGates.Admitted admitted =
          admissionGates.admit(proposed, before.archive(), before.pool());
      log.get()
          .info(
              "{} of {} well-formed problems are admitted; refused: {}",
              admitted.round().problems().size(),
              proposed.problems().size(),
              admitted.report());
      enter(new LoopState.Solving(proposing.round(), admitted.report()));
      actors.solver().tell(new Solver.Solve(admitted.round().withReplays()));
    }
  }

  /** The solver has answered and the verifier has scored. */
  void scored(ScoredRound scored) {
    if (!(state instanceof LoopState.Solving solving)
        || !solving.round().request().equals(scored.attempted().proposed().round())) {
      return;
    }
    RoundContext round = solving.round();
    Ledger.audit(scored);
    Optional<String> lost = scored.lost().map(why -> why.text());
    if (lost.isPresent()) {
      String line =
          (scored.attempted().lost().isPresent()
                  ? "nothing was written in step "
                  : "nothing could be judged in step ")
              + round.step()
              + ": "
              + lost.get();
      fail(line, DiskFull.in(lost.get()));
      return;
    }
    int asked = learningGates.replies();
    if (asked > 0) {
      WorkerPool.Generate ask = LabelQuestions.job(round.request(), scored, asked, replies);
      enter(new LoopState.Grounding(solving, scored, ask.job()));
      actors.pool().tell(ask);
    } else {
      compare(solving, scored, Map.of());
    }
  }

  /** Asks the policy to compare answers where a gate wants it; else goes on to learning. */
  private void compare(
      LoopState.Solving solving, ScoredRound scored, Map<String, Double> grounded) {
    Optional<ComparedGate> gate = learningGates.compared();
    if (gate.isEmpty()) {
      learn(solving, learningGates.admit(scored, grounded, Map.of()));
      return;
    }
    ComparisonQuestions questions =
        ComparisonQuestions.of(solving.round().request(), scored, gate.get().candidates());
    WorkerPool.Generate ask = questions.reasons(replies);
    enter(new LoopState.Comparing(solving, scored, grounded, questions, false, ask.job()));
    actors.pool().tell(ask);
  }

  private void compared(LoopState.Comparing comparing, WorkerPool.Generated written) {
    if (comparing.reasoned()) {
      Map<String, Double> sure = LabelQuestions.shares(written.completions());
      learn(
          comparing.solving(), learningGates.admit(comparing.scored(), comparing.grounded(), sure));
      return;
    }
    int asked = learningGates.compared().orElseThrow().replies();
    WorkerPool.Generate ask =
        comparing.questions().comparisons(written.completions(), asked, replies);
    enter(
        new LoopState.Comparing(
            comparing.solving(),
            comparing.scored(),
            comparing.grounded(),
            comparing.questions(),
            true,
            ask.job()));
    actors.pool().tell(ask);
  }

  private void learn(LoopState.Solving solving, LearningGates.Admitted admitted) {
    RoundContext round = solving.round();
    TrainingBatch batch =
        TrainingBatch.of(
            admitted.round(),
            round.before().baselines(),
            curriculum.learners(round.step()),
            settings,
            plan.play());
    WorkerPool.Learn learn =
        batch.learn(round.request(), round.before().klFactor(), settings, plan.play(), replies);
    OutcomeCounts counts = Ledger.audit(admitted.round());
    log.get()
        .info(
            "{} proposals and attempts: {} scored, dropped {}, refused: {};"
                + " learning from {} episodes",
            counts.total(),
            counts.scored(),
            counts.dropped(),
            admitted.report(),
            batch.episodes().size());
    enter(
        new LoopState.Learning(
            new RoundContext.Scored(round, solving.gates(), admitted, batch), learn.job()));
    actors.pool().tell(learn);
  }

  /** The worker has finished, failed or abandoned a job. */
  void worked(WorkerPool.Reply reply) {
    if (reply instanceof WorkerPool.Abandoned && !stopping) {
      return; // the learner was lost; happened() has said so before, and the job may run again
    }
    if (!state.job().equals(Optional.of(reply.job()))) {
      log.get().warn("the reply to {} is ignored: nothing waits for it", reply.job());
    } else if (reply instanceof WorkerPool.Failed failed) {
      fail(failed.job() + " failed: " + failed.reason(), DiskFull.in(failed.reason()));
    } else if (reply instanceof WorkerPool.Abandoned abandoned) {
      abandoned(abandoned.changed());
    } else if (state instanceof LoopState.Learning learning
        && reply instanceof WorkerPool.Learned learned) {
      learned(learning.round(), learned);
    } else if (state instanceof Saving saving && reply instanceof WorkerPool.Saved saved) {
      Stopwatch commit = new Stopwatch();
      Path written = checkpointer.commit(saving.run(), finisher.decided());
      log.get().info("wrote {}", written);
      plan.events()
          .accept(
              new RunEvent.CheckpointWritten(
                  saving.run().step(), written, saved.seconds() + commit.seconds()));
      goOn(saving.run(), saving.next());
    } else if (state instanceof LoopState.Restoring restoring
        && reply instanceof WorkerPool.Restored) {
      restored(restoring.run());
    } else if (state instanceof LoopState.RollingBack back
        && reply instanceof WorkerPool.Restored) {
      finish(back.run());
    } else if (state instanceof LoopState.Grounding grounding
        && reply instanceof WorkerPool.Generated written) {
      Map<String, Double> sure = LabelQuestions.shares(written.completions());
      compare(grounding.solving(), grounding.scored(), sure);
    } else if (state instanceof LoopState.Comparing comparing
        && reply instanceof WorkerPool.Generated written) {
      compared(comparing, written);
    } else if (state instanceof LoopState.Measuring measuring
        && reply instanceof WorkerPool.Generated answers) {
      metrics.accept(answers.job(), evaluator.measure(measuring.evaluation(), answers));
    } else {
      throw new IllegalStateException(state + " does not expect " + reply);
    }
  }

  /** The prompt set of a job has been judged. */
  void measured(String job, Map<String, Double> read) {
    if (!state.job().equals(Optional.of(job))) {
      log.get().warn("the metrics of {} are ignored: nothing waits for them", job);
    } else if (stopping) {
      abandoned(false);
    } else {
      measured(read);
    }
  }

  private void measured(Map<String, Double> read) {
    if (state instanceof LoopState.MeasuringBase base) {
      Evaluation next = evaluator.measured(base.evaluation(), read);
      enter(new LoopState.MeasuringBase(next));
      if (next.done()) {
        save(RunState.start(Evaluator.withoutTimes(next.measured())), Saving.Next.ROUND);
      }
    } else if (state instanceof LoopState.MeasuringRound measured) {
      Evaluation next = evaluator.measured(measured.evaluation(), read);
      enter(new LoopState.MeasuringRound(measured.round(), next));
      if (next.done()) {
        closeRound(measured.round(), next.timed());
      }
    } else if (state instanceof LoopState.MeasuringEnd end) {
      Evaluation next = evaluator.measured(end.evaluation(), read);
      enter(new LoopState.MeasuringEnd(end.run(), next));
      if (next.done()) {
        ended(finisher.onPurpose(end.run(), next.measured()), Optional.of(end.run()));
      }
    }
  }

  private void learned(RoundContext.Scored round, WorkerPool.Learned learned) {
    RoundContext context = round.context();
    Map<String, Double> metrics =
        RoundMetrics.of(round.round(), learned, rate(context.step()), plan.task(), plan.play());
    metrics.put(
        "learn/klCoefficient", settings.learn().kl().coefficient() * context.before().klFactor());
    RoundMetrics.gates(metrics, round.gates(), round.admitted(), plan.task());
    plan.writer().rollouts(context.step(), round.round());
    context.watch().into(metrics, round.round(), learned);
    RoundContext.Learned after =
        new RoundContext.Learned(round, learned.report().steps() > 0, metrics);
    if (!evaluationDue(context.step())) {
      closeRound(after, Map.of());
    } else if (stopping) { // the round can't be closed without its evaluation
      ended(finisher.interrupted(Optional.of(context.before())), Optional.of(context.before()));
    } else {
      enter(
          new LoopState.MeasuringRound(
              after, evaluator.begin("step " + context.step(), after.stepVersion(), false)));
    }
  }

  private double rate(int step) {
    return RateSchedule.rate(settings.learn(), step, settings.run().steps());
  }

  private boolean evaluationDue(int step) {
    int every = settings.evaluation().every();
    return every > 0 && step % every == 0;
  }

  private void closeRound(RoundContext.Learned round, Map<String, Double> evaluation) {
    Map<String, Double> metrics = new TreeMap<>(round.metrics());
    metrics.putAll(evaluation);
    RunState before = round.scored().context().before();
    Guards.Observation seen = guards.observe(before, round.scored().context().step(), metrics);
    RunState closed = round.close(settings.proposer().archive(), curriculum.pool(), seen.next());
    RunState run = guards.raised(seen, closed);
    plan.writer().metrics(run.step(), metrics);
    plan.events().accept(new RunEvent.RoundFinished(run.step(), settings.run().steps(), metrics));
    Optional<Alarm> decisive = guards.report(run.step(), seen);
    if (decisive.isPresent()) {
      obey(decisive.get(), run);
    } else if (plan.writer().checkpointDue(run.step())) {
      save(run, Saving.Next.ROUND);
    } else {
      nextRound(run);
    }
  }

  /** Ends the run on the weights that it has, or on those from before the alarm's streak. */
  private void obey(Alarm alarm, RunState run) {
    finisher.decide(alarm);
    Optional<Checkpoints.Found> target = guards.rollbackTarget(alarm);
    if (target.isPresent()) {
      RunState back = run.rolledBackTo(target.get().state());
      enter(new LoopState.RollingBack(back, askToRestore(back, target.get().path())));
    } else {
      finish(run);
    }
  }

  /** The last checkpoint and evaluation of a run that was not interrupted. */
  private void finish(RunState run) {
    save(run, Saving.Next.FINAL_EVALUATION);
  }

  /** Ends an interrupted run whose weights are those of the state: with a checkpoint. */
  private void interrupt(RunState run) {
    save(run, Saving.Next.INTERRUPTION);
  }

  private void save(RunState run, Saving.Next next) {
    if (checkpointer.has(run)) {
      goOn(run, next);
    } else {
      enter(new Saving(run, checkpointer.begin(run), next));
    }
  }

  private void goOn(RunState run, Saving.Next next) {
    if (next == Saving.Next.ROUND) {
      nextRound(run);
    } else if (stopping || next == Saving.Next.INTERRUPTION) {
      ended(finisher.interrupted(Optional.of(run)), Optional.of(run));
    } else {
      enter(new LoopState.MeasuringEnd(run, evaluator.begin("after", run.stepVersion(), false)));
    }
  }

  /** Ends the run as soon as possible. */
  void stop() {
    if (!stopping) {
      stopping = true;
      actors.pool().tell(WorkerPool.Cancel.INSTANCE);
      if (state instanceof LoopState.Proposing || state instanceof LoopState.Solving) {
        // The roles hear that their jobs were abandoned; nobody tells the orchestrator.
        interrupt(state.finished().orElseThrow());
      }
    }
  }

  /** The worker gave up a job of a run that is being stopped. */
  private void abandoned(boolean changed) {
    boolean ahead =
        state instanceof LoopState.MeasuringRound
            || (state instanceof LoopState.Learning && changed);
    Optional<RunState> run = state.finished();
    if (run.isEmpty() || ahead) { // a checkpoint would mix the weights of one round with the state
      ended(finisher.interrupted(run), run); // of another
    } else {
      interrupt(run.get());
    }
  }

  /**
   * Ends the run because something failed.
   *
   * @param why one line
   */
  void fail(String why, boolean diskFull) {
    if (!ended()) {
      Optional<RunState> run = state.finished();
      ended(finisher.failed(run, String.valueOf(why), diskFull), run);
    }
  }

  private void ended(Summary summary, Optional<RunState> run) {
    boolean over =
        !summary.stopped().equals(Summary.INTERRUPTED) && !summary.stopped().equals(Summary.FAILED);
    enter(new LoopState.Ended(run, over));
    plan.events().accept(new RunEvent.RunEnded(summary));
    plan.end().complete(summary);
  }

  /**
   * Takes down how things stand. A run that is being stopped ends if no worker is left, because
   * nobody could answer its job or write a checkpoint.
   */
  void report(StatusReporter reporter, PoolStatus pool) {
    if (stopping && pool.workers().isEmpty()) {
      ended(finisher.interrupted(state.finished()), state.finished());
      return;
    }
    if (state != reported) {
      reported = state;
      since = new Stopwatch();
    }
    reporter.report(state, since.seconds(), pool);
  }

  /** The round in progress, or the last one that is finished. */
  StepVersion stepVersion() {
    return state.stepVersion();
  }

  /** Whether the run has ended, and nothing is left to do. */
  boolean over() {
    return state instanceof LoopState.Ended ended && ended.over();
  }

  /** Whether the run has ended. */
  boolean ended() {
    return state instanceof LoopState.Ended;
  }
}
