package dev.sparring.orchestrator;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.ChildFailed;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import dev.sparring.core.RunState;
import dev.sparring.core.ScoredRound;
import dev.sparring.core.StepVersion;
import dev.sparring.core.WireMessage;
import dev.sparring.core.config.Settings;
import dev.sparring.core.task.Task;
import dev.sparring.orchestrator.run.Checkpoints;
import dev.sparring.orchestrator.run.DiskFull;
import dev.sparring.orchestrator.run.RunWriter;
import dev.sparring.orchestrator.run.Summary;
import dev.sparring.policy.Policy;
import dev.sparring.policy.worker.PolicyWorker;
import java.util.Optional;
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
 * <p>Who waits for whom: the orchestrator waits for {@code Scored}, then for the worker's replies;
 * nobody waits for the orchestrator. The actor passes on what it hears; what comes after what is in
 * {@link TrainingLoop}.
 */
public final class Orchestrator extends AbstractBehavior<Orchestrator.Command> {
  /** What an orchestrator does. */
  public sealed interface Command extends WireMessage {}

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
      RunWriter writer,
      Optional<Checkpoints.Found> resumed,
      RunListener listener,
      CompletableFuture<Summary> end) {}

  private final TrainingLoop loop;

  private Orchestrator(ActorContext<Command> context, Plan plan) {
    super(context);
    context.setLoggerName(Orchestrator.class);
    ActorRef<PolicyWorker.Reply> replies =
        context.messageAdapter(PolicyWorker.Reply.class, Worked::new);
    ActorRef<ScoredRound> scored = context.messageAdapter(ScoredRound.class, Scored::new);
    RoundActors actors =
        RoundActors.start(context, plan.settings(), plan.task(), plan.policy(), scored);
    this.loop =
        new TrainingLoop(plan, actors, replies, context::getLog, context.getSystem()::terminate);
  }

  /** A run. */
  public static Behavior<Command> create(Plan plan) {
    return Behaviors.setup(
        context -> {
          Orchestrator orchestrator = new Orchestrator(context, plan);
          orchestrator.loop.begin();
          return Behaviors.withMdc(
              Command.class,
              StepVersion.role("orchestrator"),
              message -> orchestrator.loop.now().logged(),
              orchestrator);
        });
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Scored.class, m -> surely(() -> loop.scored(m.round())))
        .onMessage(Worked.class, m -> surely(() -> loop.worked(m.reply())))
        .onMessage(Stop.class, m -> surely(loop::stop))
        .onSignal(ChildFailed.class, this::onChildFailed)
        .build();
  }

  /** A bug ends the run, and is said: nobody above the orchestrator would. */
  private Behavior<Command> surely(Runnable step) {
    try {
      if (!loop.closed()) {
        step.run();
      }
    } catch (RuntimeException e) {
      getContext().getLog().error("the run failed", e);
      loop.fail(e.getMessage(), DiskFull.in(e));
    }
    return this;
  }

  private Behavior<Command> onChildFailed(ChildFailed failure) {
    String name = failure.getRef().path().name();
    loop.fail(name + " failed: " + failure.cause().getMessage(), DiskFull.in(failure.cause()));
    return this;
  }
}
