package dev.sparring.orchestrator;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.ChildFailed;
import akka.actor.typed.PostStop;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import dev.sparring.cluster.ControlAddress;
import dev.sparring.core.config.ConfigurationException;
import dev.sparring.policy.worker.FailureReason;

/**
 * Holds a run for as long as its orchestrator lives. Blocks while it begins and ends, so that the
 * run is closed when the actor has stopped.
 */
final class TrainingActor extends AbstractBehavior<Sparring.Command> {
  private final PreparedRun run;
  private final ActorRef<? super Sparring.Outcome> replyTo;
  private final ActorRef<Orchestrator.Command> orchestrator;
  private Throwable failure;

  private TrainingActor(
      ActorContext<Sparring.Command> context,
      PreparedRun run,
      Orchestrator.Plan plan,
      ActorRef<? super Sparring.Outcome> replyTo) {
    super(context);
    this.run = run;
    this.replyTo = replyTo;
    this.orchestrator = context.spawn(Orchestrator.create(plan), "orchestrator");
    context.watch(orchestrator);
  }

  static Behavior<Sparring.Command> create(
      TrainingRequest request, ActorRef<? super Sparring.Outcome> replyTo) {
    return Behaviors.setup(
        context -> {
          PreparedRun run;
          try {
            run = PreparedRun.of(request, where -> ControlAddress.of(context.getSystem()));
          } catch (RuntimeException e) {
            replyTo.tell(
                new Sparring.NotEnded(
                    e instanceof ConfigurationException mistakes
                        ? String.join("\n", mistakes.problems())
                        : FailureReason.of(e)));
            return Behaviors.stopped();
          }
          if (run.plan().isEmpty()) {
            reply(run, replyTo, null);
            return Behaviors.stopped();
          }
          return new TrainingActor(context, run, run.plan().get(), replyTo);
        });
  }

  @Override
  public Receive<Sparring.Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Sparring.Stop.class, this::onStop)
        .onSignal(Terminated.class, this::onTerminated)
        .onSignal(PostStop.class, this::onPostStop)
        .build();
  }

  private Behavior<Sparring.Command> onStop(Sparring.Stop stop) {
    orchestrator.tell(Orchestrator.Stop.INSTANCE);
    return this;
  }

  private Behavior<Sparring.Command> onTerminated(Terminated ended) {
    failure = ended instanceof ChildFailed failed ? failed.cause() : null;
    return Behaviors.stopped();
  }

  private Behavior<Sparring.Command> onPostStop(PostStop signal) {
    reply(run, replyTo, failure);
    return this;
  }

  private static void reply(
      PreparedRun run, ActorRef<? super Sparring.Outcome> replyTo, Throwable failure) {
    run.release(failure)
        .whenComplete(
            (summary, broken) ->
                replyTo.tell(
                    broken == null
                        ? new Sparring.Ended(summary)
                        : new Sparring.NotEnded(FailureReason.of(broken))));
  }
}
