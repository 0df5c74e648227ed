package dev.sparring.orchestrator;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.ChildFailed;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import dev.sparring.core.Moment;
import dev.sparring.core.RunState;
import dev.sparring.core.ScoredRound;
import dev.sparring.core.Wire;
import dev.sparring.core.config.Settings;
import dev.sparring.core.task.Task;
import dev.sparring.orchestrator.run.Checkpoints;
import dev.sparring.orchestrator.run.NoSpace;
import dev.sparring.orchestrator.run.Notebook;
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
 * {@link Course}.
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

  private final Course course;

  private Orchestrator(ActorContext<Command> context, Plan plan) {
    super(context);
    context.setLoggerName(Orchestrator.class);
    ActorRef<PolicyWorker.Reply> replies =
        context.messageAdapter(PolicyWorker.Reply.class, Worked::new);
    ActorRef<ScoredRound> scored = context.messageAdapter(ScoredRound.class, Scored::new);
    Ring ring = Ring.start(context, plan.settings(), plan.task(), plan.policy(), scored);
    this.course = new Course(plan, ring, replies, context::getLog, context.getSystem()::terminate);
  }

  /** A run. */
  public static Behavior<Command> create(Plan plan) {
    return Behaviors.setup(
        context -> {
          Orchestrator orchestrator = new Orchestrator(context, plan);
          orchestrator.course.begin();
          return Behaviors.withMdc(
              Command.class,
              Moment.role("orchestrator"),
              message -> orchestrator.course.now().logged(),
              orchestrator);
        });
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Scored.class, m -> surely(() -> course.scored(m.round())))
        .onMessage(Worked.class, m -> surely(() -> course.worked(m.reply())))
        .onMessage(Stop.class, m -> surely(course::stop))
        .onSignal(ChildFailed.class, this::onChildFailed)
        .build();
  }

  /** A bug ends the run, and is said: nobody above the orchestrator would. */
  private Behavior<Command> surely(Runnable step) {
    try {
      if (!course.closed()) {
        step.run();
      }
    } catch (RuntimeException e) {
      getContext().getLog().error("the run failed", e);
      course.fail(e.getMessage(), NoSpace.in(e));
    }
    return this;
  }

  private Behavior<Command> onChildFailed(ChildFailed failure) {
    String name = failure.getRef().path().name();
    course.fail(name + " failed: " + failure.cause().getMessage(), NoSpace.in(failure.cause()));
    return this;
  }
}
