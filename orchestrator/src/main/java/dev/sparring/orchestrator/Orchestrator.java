package dev.sparring.orchestrator;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.ChildFailed;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import dev.sparring.cluster.TrainerCluster;
import dev.sparring.cluster.WorkerRegistry;
import dev.sparring.core.ProposedRound;
import dev.sparring.core.RunState;
import dev.sparring.core.ScoredRound;
import dev.sparring.core.StepVersion;
import dev.sparring.core.WireMessage;
import dev.sparring.core.check.AnswerChecker;
import dev.sparring.core.config.Settings;
import dev.sparring.core.selfplay.SelfPlay;
import dev.sparring.core.task.Task;
import dev.sparring.orchestrator.run.Checkpoints;
import dev.sparring.orchestrator.run.DiskFull;
import dev.sparring.orchestrator.run.RunRequests;
import dev.sparring.orchestrator.run.RunWriter;
import dev.sparring.orchestrator.run.Summary;
import dev.sparring.policy.worker.PoolStatus;
import dev.sparring.policy.worker.WorkerPool;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Runs the rounds and owns everything that changes between them, as one immutable {@link RunState}.
 *
 * <pre>
 * Orchestrator ── Propose ──► Proposer ── Proposed ──► Orchestrator (gates)
 *              ── Solve ────► Solver ── Verify ──► Verifier ── Scored ──► Orchestrator
 *              ── Learn, Save, Restore, Generate (held-out problems) ──► WorkerPool
 * </pre>
 *
 * <p>Who waits for whom: the orchestrator waits for {@code Proposed}, then for {@code Scored}, then
 * for the pool's replies; no actor waits for the orchestrator. The actor translates messages;
 * {@link TrainingLoop} decides what follows.
 */
public final class Orchestrator extends AbstractBehavior<Orchestrator.Command> {
  /** What an orchestrator does. */
  public sealed interface Command extends WireMessage {}

  /** End the run as soon as possible; what is finished stays. */
  public enum Stop implements Command {
    INSTANCE
  }

  private record Proposed(ProposedRound round) implements Command {}

  private record Scored(ScoredRound round) implements Command {}

  private record Worked(WorkerPool.Reply reply) implements Command {}

  private record Happened(WorkerPool.Event event) implements Command {}

  private enum Tick implements Command {
    INSTANCE
  }

  private record Status(PoolStatus pool) implements Command {}

  private record Measured(String job, Map<String, Double> metrics, Throwable failure)
      implements Command {}

  /**
   * What a run is made of.
   *
   * @param workers of this process; who made their policies closes them
   * @param cluster through which workers of other hosts come, if they may
   * @param checker judges answers; who made the plan closes it
   * @param resumed the checkpoint to go on from; empty for a new run
   * @param events is sent what happens
   * @param end is completed when the run has ended, however it did
   */
  public record Plan(
      Settings settings,
      Task task,
      SelfPlay play,
      WorkerPool.Setup workers,
      Optional<TrainerCluster> cluster,
      AnswerChecker checker,
      RunWriter writer,
      Optional<Checkpoints.Found> resumed,
      RunEvents events,
      CompletableFuture<Summary> end) {}

  private static final Duration TICK = Duration.ofSeconds(1);

  private final TrainingLoop loop;
  private final Optional<ActorRef<WorkerRegistry.Command>> registry;
  private final ActorRef<WorkerPool.Command> pool;
  private final ActorRef<PoolStatus> status;
  private final StatusReporter reporter;
  private final Path run;
  private boolean ending;

  private Orchestrator(ActorContext<Command> context, Plan plan) {
    super(context);
    context.setLoggerName(Orchestrator.class);
    RoundActors actors =
        RoundActors.start(
            context,
            plan,
            context.messageAdapter(ProposedRound.class, Proposed::new),
            context.messageAdapter(ScoredRound.class, Scored::new),
            context.messageAdapter(WorkerPool.Event.class, Happened::new));
    ActorRef<WorkerPool.Reply> replies =
        context.messageAdapter(WorkerPool.Reply.class, Worked::new);
    this.loop =
        new TrainingLoop(
            plan,
            actors,
            replies,
            (job, metrics) ->
                context.pipeToSelf(metrics, (read, failure) -> new Measured(job, read, failure)),
            context::getLog);
    this.registry =
        plan.cluster()
            .map(
                cluster ->
                    context.spawn(
                        WorkerRegistry.create(
                            cluster, actors.pool(), plan.workers().exchange().path()),
                        "registry"));
    registry.ifPresent(context::watch);
    this.pool = actors.pool();
    this.status = context.messageAdapter(PoolStatus.class, Status::new);
    this.run = plan.writer().run();
    this.reporter =
        new StatusReporter(
            run, plan.settings().workers().stallAfter(), context::getLog, System::nanoTime);
    context.getSelf().tell(Tick.INSTANCE);
  }

  /** A run. The behavior stops when the run has ended. */
  public static Behavior<Command> create(Plan plan) {
    return Behaviors.setup(
        context -> {
          Orchestrator orchestrator = new Orchestrator(context, plan);
          orchestrator.loop.begin();
          return Behaviors.withMdc(
              Command.class,
              StepVersion.role("orchestrator"),
              message -> orchestrator.loop.stepVersion().logged(),
              orchestrator);
        });
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Proposed.class, m -> run(() -> loop.proposed(m.round())))
        .onMessage(Scored.class, m -> run(() -> loop.scored(m.round())))
        .onMessage(Worked.class, m -> run(() -> loop.worked(m.reply())))
        .onMessage(Happened.class, m -> run(() -> loop.happened(m.event())))
        .onMessage(Tick.class, tick -> onTick())
        .onMessage(Status.class, m -> onStatus(m.pool()))
        .onMessage(Measured.class, m -> run(() -> measured(m)))
        .onMessage(Stop.class, m -> run(loop::stop))
        .onSignal(ChildFailed.class, this::onChildFailed)
        .onSignal(Terminated.class, ended -> Behaviors.stopped())
        .build();
  }

  private void measured(Measured measured) {
    if (measured.failure() != null) {
      throw new IllegalStateException(
          "the checker failed: " + measured.failure().getMessage(), measured.failure());
    }
    loop.measured(measured.job(), measured.metrics());
  }

  /** Takes one step of the loop. A bug ends the run with its message; the log has the trace. */
  private Behavior<Command> run(Runnable step) {
    try {
      if (!loop.ended()) {
        step.run();
      }
    } catch (RuntimeException e) {
      getContext().getLog().error("the run failed", e);
      loop.fail(e.getMessage(), DiskFull.in(e));
    }
    return stoppedIfEnded();
  }

  /** Looks after requests, and asks the pool how things stand, while the run goes on. */
  private Behavior<Command> onTick() {
    if (!loop.ended()) {
      try {
        RunRequests.drained(run).forEach(name -> pool.tell(new WorkerPool.Drain(name)));
      } catch (IOException e) {
        getContext().getLog().warn("requests can't be read: {}", e.getMessage());
      }
      pool.tell(new WorkerPool.GetStatus(status));
      getContext().scheduleOnce(TICK, getContext().getSelf(), Tick.INSTANCE);
    }
    return this;
  }

  private Behavior<Command> onStatus(PoolStatus now) {
    return run(() -> loop.report(reporter, now));
  }

  private Behavior<Command> onChildFailed(ChildFailed failure) {
    String name = failure.getRef().path().name();
    loop.fail(name + " failed: " + failure.cause().getMessage(), DiskFull.in(failure.cause()));
    return stoppedIfEnded();
  }

  /** When the run has ended, workers of other hosts are sent away before the actors stop. */
  private Behavior<Command> stoppedIfEnded() {
    if (!loop.ended()) {
      return this;
    } else if (registry.isEmpty()) {
      return Behaviors.stopped();
    }
    if (!ending) {
      ending = true;
      registry.get().tell(new WorkerRegistry.End(loop.over()));
    }
    return this;
  }
}
