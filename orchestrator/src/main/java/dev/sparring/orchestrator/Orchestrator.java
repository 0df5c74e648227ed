package dev.sparring.orchestrator;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.ChildFailed;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import dev.sparring.core.Problem;
import dev.sparring.core.RunState;
import dev.sparring.core.ScoredRound;
import dev.sparring.core.Wire;
import dev.sparring.core.config.GuardSettings;
import dev.sparring.core.config.Settings;
import dev.sparring.core.guard.Alarm;
import dev.sparring.core.guard.Guards;
import dev.sparring.core.ledger.Counts;
import dev.sparring.core.ledger.Ledger;
import dev.sparring.core.task.Task;
import dev.sparring.orchestrator.evaluation.Exam;
import dev.sparring.orchestrator.run.Checkpoints;
import dev.sparring.orchestrator.run.Ending;
import dev.sparring.orchestrator.run.NoSpace;
import dev.sparring.orchestrator.run.Notebook;
import dev.sparring.orchestrator.run.Summary;
import dev.sparring.orchestrator.run.Versions;
import dev.sparring.policy.Policy;
import dev.sparring.policy.learn.Loss;
import dev.sparring.policy.learn.RateSchedule;
import dev.sparring.policy.worker.PolicyWorker;
import dev.sparring.proposer.Proposer;
import dev.sparring.solver.Solver;
import dev.sparring.verifier.Verifier;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Runs the rounds and owns everything that changes between them, as one immutable {@link RunState}.
 *
 * <pre>
 *        Propose             Solve               Verify
 * Orchestrator ──► Proposer ──────► Solver ──────► Verifier
 *   ▲    │                                            │
 *   │    │            Scored                          │
 *   └────┼────────────────────────────────────────────┘
 *        └──► PolicyWorker: Learn, Save, Restore, Generate (held-out problems)
 * </pre>
 *
 * <p>One round: propose, solve, verify; audit the ledger; learn; rollouts, metrics; guards;
 * evaluation and checkpoint as due. Files are written in that order, so that a step that has
 * metrics has everything else. Who waits for whom: the orchestrator waits for {@code Scored}, then
 * for the worker's replies; nobody waits for the orchestrator.
 */
public final class Orchestrator extends AbstractBehavior<Orchestrator.Command> {
  /** What an orchestrator does. */
  public sealed interface Command extends Wire {}

  /** End the run as soon as possible; what is finished stays. */
  public enum Stop implements Command {
    INSTANCE
  }

  private record Scored(ScoredRound round) implements Command {}

  private record Worked(PolicyWorker.Reply reply) implements Command {}

  /**
   * What a run is made of.
   *
   * @param resumed the checkpoint to go on from, already restored; empty for a new run
   * @param end is completed when the run has ended, however it did
   */
  public record Plan(
      Settings settings,
      Task task,
      Policy policy,
      Notebook notebook,
      Optional<Checkpoints.Found> resumed,
      RunListener listener,
      CompletableFuture<Summary> end) {}

  private final Settings settings;
  private final Plan plan;
  private final Exam exam;
  private final Guards guards;
  private final ActorRef<PolicyWorker.Command> worker;
  private final ActorRef<Proposer.Command> proposer;
  private final ActorRef<PolicyWorker.Reply> replies;
  private final Stopwatch total = new Stopwatch();

  private RunState state;
  private Stopwatch watch;
  private ScoredRound scored;
  private Lesson lesson;
  private Examination examination;
  private Runnable afterSave;
  private boolean playing;
  private boolean weightsAhead;
  private boolean stopping;
  private int saved = -1;
  private boolean closed;
  private Optional<Ending> ending = Optional.empty();

  private Orchestrator(ActorContext<Command> context, Plan plan) {
    super(context);
    context.setLoggerName(Orchestrator.class);
    this.plan = plan;
    this.settings = plan.settings();
    this.exam = Exam.of(plan.task(), settings);
    this.guards = new Guards(settings.guards());
    this.replies = context.messageAdapter(PolicyWorker.Reply.class, Worked::new);
    this.worker = context.spawn(PolicyWorker.create(plan.policy()), "worker");
    ActorRef<ScoredRound> self = context.messageAdapter(ScoredRound.class, Scored::new);
    ActorRef<Verifier.Command> verifier =
        context.spawn(
            Verifier.create(Rules.scoring(settings, plan.task()), self::tell), "verifier");
    ActorRef<Solver.Command> solver =
        context.spawn(
            Solver.create(
                plan.task(),
                settings.sampling(),
                worker,
                attempted -> verifier.tell(new Verifier.Verify(attempted))),
            "solver");
    this.proposer =
        context.spawn(
            Proposer.create(
                plan.task(),
                settings.sampling(),
                worker,
                proposed -> solver.tell(new Solver.Solve(proposed))),
            "proposer");
    context.watch(worker);
    context.watch(verifier);
    context.watch(solver);
    context.watch(proposer);
  }

  /** A run. */
  public static Behavior<Command> create(Plan plan) {
    return Behaviors.setup(
        context -> {
          Orchestrator orchestrator = new Orchestrator(context, plan);
          orchestrator.begin();
          return orchestrator;
        });
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Scored.class, m -> surely(() -> onScored(m)))
        .onMessage(Worked.class, m -> surely(() -> onWorked(m)))
        .onMessage(Stop.class, this::onStop)
        .onSignal(ChildFailed.class, this::onChildFailed)
        .build();
  }

  /** A bug ends the run, and is said: nobody above the orchestrator would. */
  private Behavior<Command> surely(Runnable step) {
    try {
      if (!closed) {
        step.run();
      }
    } catch (RuntimeException e) {
      getContext().getLog().error("the run failed", e);
      fail(e.getMessage(), NoSpace.in(e));
    }
    return this;
  }

  private void begin() {
    if (plan.resumed().isPresent()) {
      state = plan.resumed().get().state();
      saved = state.step();
      ending = plan.resumed().get().ending().filter(decided -> decided.inForce(settings));
      if (ending.isPresent()) {
        conclude();
      } else {
        nextRound();
      }
    } else {
      examine(
          "before",
          true,
          marks -> {
            state = RunState.start(withoutTimes(marks));
            checkpoint(this::nextRound);
          });
    }
  }

  private void nextRound() {
    if (stopping) {
      end();
    } else if (state.step() >= settings.run().steps()) {
      conclude();
    } else {
      watch = new Stopwatch();
      playing = true;
      proposer.tell(
          new Proposer.Propose(
              state.next(
                  settings.run().seed(),
                  settings.proposer().problems(),
                  settings.solver().samples())));
    }
  }

  private void onScored(Scored message) {
    if (stopping) {
      return;
    }
    playing = false;
    scored = message.round();
    Counts counts = Ledger.audit(scored);
    Optional<String> lost = scored.attempted().lost();
    if (lost.isPresent()) {
      fail(
          "nothing was written in step " + (state.step() + 1) + ": " + lost.get(),
          NoSpace.in(lost.get()));
      return;
    }
    lesson = Lesson.of(scored, state.baselines(), settings);
    getContext()
        .getLog()
        .info(
            "step {}: {} attempts ended, {} scored, dropped {}; learning from {} episodes",
            state.step() + 1,
            counts.total(),
            counts.scored(),
            counts.dropped(),
            lesson.episodes().size());
    weightsAhead = true;
    worker.tell(
        new PolicyWorker.Learn(
            "learn",
            lesson.episodes(),
            lesson.watched(),
            Loss.PolicyGradient.of(settings.learn(), settings.sampling().learningTemperature()),
            rate(),
            replies));
  }

  private double rate() {
    return RateSchedule.rate(settings.learn(), state.step() + 1, settings.run().steps());
  }

  private void onWorked(Worked message) {
    PolicyWorker.Reply reply = message.reply();
    if (reply instanceof PolicyWorker.Learned learned) {
      onLearned(learned);
    } else if (reply instanceof PolicyWorker.Generated answers) {
      examination.mark(answers);
      examination.next(worker, replies);
    } else if (reply instanceof PolicyWorker.Saved) {
      committed();
    } else if (reply instanceof PolicyWorker.Restored) {
      weightsAhead = false;
      conclude();
    } else if (reply instanceof PolicyWorker.Abandoned abandoned) {
      weightsAhead &= examination != null || abandoned.changed();
      end();
    } else if (reply instanceof PolicyWorker.Failed failed) {
      fail(failed.job() + " failed: " + failed.reason(), NoSpace.in(failed.reason()));
    }
  }

  private void onLearned(PolicyWorker.Learned learned) {
    Map<String, Double> metrics = RoundMetrics.of(scored, learned, rate(), plan.task());
    int step = state.step() + 1;
    writing(() -> plan.notebook().rollouts(step, scored));
    watch.into(metrics, scored, learned);
    boolean due = settings.evaluation().every() > 0 && step % settings.evaluation().every() == 0;
    if (due && !stopping) {
      examine(
          "step " + step,
          false,
          marks -> {
            metrics.putAll(marks);
            closeRound(metrics, learned.report().steps() > 0);
          });
    } else if (!due) {
      closeRound(metrics, learned.report().steps() > 0);
    } else {
      end();
    }
  }

  private void closeRound(Map<String, Double> metrics, boolean learned) {
    int step = state.step() + 1;
    Guards.Observation seen = guards.observe(state.guards(), step, metrics);
    state =
        state.after(
            learned,
            scored.attempted().proposed().problems().stream().map(Problem::key).toList(),
            settings.proposer().archive(),
            lesson.baselines(),
            seen.next());
    weightsAhead = false;
    writing(() -> plan.notebook().metrics(step, metrics));
    plan.listener().round(step, settings.run().steps(), metrics);
    seen.alarms().forEach(alarm -> say("guard " + alarm.name() + ": " + alarm.message()));
    Optional<Alarm> last =
        seen.alarms().stream().filter(a -> a.action() != GuardSettings.Action.WARN).findFirst();
    if (last.isPresent()) {
      ending = Optional.of(new Ending(last.get().name(), last.get().message()));
      heed(last.get());
    } else if (plan.notebook().checkpointDue(step)) {
      checkpoint(this::nextRound);
    } else {
      nextRound();
    }
  }

  /** Ends the run, on the weights that it has or on those from before the alarm's streak. */
  private void heed(Alarm alarm) {
    Optional<Checkpoints.Found> refuge =
        alarm.action() == GuardSettings.Action.ROLL_BACK
            ? plan.notebook().refuge(alarm.streakStart(), this::say)
            : Optional.empty();
    if (refuge.isPresent()) {
      say("rolling back to " + refuge.get().path());
      weightsAhead = true;
      state = state.backTo(refuge.get().state());
      worker.tell(new PolicyWorker.Restore("restore", refuge.get().path().toString(), replies));
    } else {
      conclude();
    }
  }

  /** The last evaluation and checkpoint of a run that was not interrupted. */
  private void conclude() {
    checkpoint(() -> examine("after", false, this::close));
  }

  private void checkpoint(Runnable then) {
    if (saved == state.step()) {
      then.run();
      return;
    }
    afterSave = then;
    writing(
        () ->
            worker.tell(
                new PolicyWorker.Save(
                    "save", plan.notebook().beginCheckpoint(state.step()).toString(), replies)));
  }

  private void committed() {
    writing(
        () ->
            getContext()
                .getLog()
                .info("wrote {}", plan.notebook().commitCheckpoint(state, ending)));
    saved = state.step();
    afterSave.run();
  }

  private void examine(
      String when, boolean forced, java.util.function.Consumer<Map<String, Double>> then) {
    plan.listener().examining(when);
    examination =
        new Examination(
            exam,
            forced,
            marks -> {
              examination = null;
              getContext().getLog().info("{}: {}", when, marks);
              plan.listener().examined(when, marks);
              then.accept(marks);
            });
    examination.next(worker, replies);
  }

  private Behavior<Command> onStop(Stop stop) {
    if (!stopping && !closed) {
      stopping = true;
      worker.tell(PolicyWorker.Cancel.INSTANCE);
      if (playing) { // the job belongs to a role, which will hear that it was abandoned
        surely(this::end);
      }
    }
    return this;
  }

  /** The end of an interrupted run: a checkpoint, unless the weights are ahead of the state. */
  private void end() {
    if (state == null || weightsAhead) {
      close(Map.of());
    } else {
      checkpoint(() -> close(Map.of()));
    }
  }

  private Behavior<Command> onChildFailed(ChildFailed failure) {
    fail(
        failure.getRef().path().name() + " failed: " + failure.cause().getMessage(),
        NoSpace.in(failure.cause()));
    return this;
  }

  private void fail(String why, boolean noSpace) {
    if (noSpace) {
      plan.notebook().makeRoom();
    }
    String line = noSpace ? NoSpace.ending(plan.notebook().run()) : String.valueOf(why);
    close(Map.of(), Summary.FAILED, line);
  }

  /** The end: on purpose when there was a last evaluation, else at its user's wish. */
  private void close(Map<String, Double> after) {
    if (after.isEmpty()) {
      close(after, Summary.INTERRUPTED, "");
    } else {
      close(
          after,
          ending.map(Ending::stopped).orElse(Summary.COMPLETED),
          ending.map(Ending::reason).orElse(""));
    }
  }

  private void close(Map<String, Double> after, String stopped, String reason) {
    if (closed) {
      return;
    }
    closed = true;
    if (stopped.equals(Summary.INTERRUPTED)) {
      plan.listener().note("go on with: sparring train --resume " + plan.notebook().run());
    }
    Summary summary =
        new Summary(
            settings.run().name(),
            settings.task(),
            state == null ? Map.of() : state.before(),
            withoutTimes(after),
            state == null ? 0 : state.step(),
            stopped,
            reason,
            total.seconds(),
            settings.run().seed(),
            Versions.all());
    try {
      plan.notebook().summary(summary);
    } catch (IOException e) {
      getContext().getLog().error("can't write the summary", e);
    }
    plan.end().complete(summary);
    getContext().getSystem().terminate();
  }

  private static Map<String, Double> withoutTimes(Map<String, Double> marks) {
    Map<String, Double> kept = new TreeMap<>(marks);
    kept.keySet().removeIf(key -> key.startsWith("time/"));
    return kept;
  }

  private void say(String line) {
    getContext().getLog().warn(line);
    plan.listener().note(line);
  }

  private interface Writing {
    void run() throws IOException;
  }

  private void writing(Writing writing) {
    try {
      writing.run();
    } catch (IOException e) {
      getContext().getLog().error("can't write", e);
      throw new IllegalStateException("can't write the run: " + e.getMessage(), e);
    }
  }
}
