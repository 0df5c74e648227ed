package dev.sparring.orchestrator;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.Behaviors;
import dev.sparring.core.WireMessage;
import dev.sparring.core.config.Settings;
import dev.sparring.orchestrator.run.Summary;

/**
 * Runs as actors of somebody else's actor system, which may be a node of a cluster.
 *
 * <pre>
 * context.spawn(Sparring.training(settings, outcomes), "training");
 * </pre>
 *
 * <p>Sparring needs nothing of the system's configuration within one JVM, sets up no logging, and
 * never ends the process. The actor may be stopped at any time; when it has stopped, its policies
 * are closed and the run's lock is free.
 */
public final class Sparring {
  private Sparring() {}

  /** What the actor of a training is told. */
  public sealed interface Command extends WireMessage {}

  /** End the run soon, with a checkpoint. */
  public enum Stop implements Command {
    INSTANCE
  }

  /** How a training ended. Sent when everything is closed, as the last thing. */
  public sealed interface Outcome extends WireMessage {}

  /** The run has ended: it is completed, was stopped, or failed, as the summary says. */
  public record Ended(Summary summary) implements Outcome {}

  /**
   * The run could not begin, or broke off: the configuration, the model or the run's folder is not
   * right, or the actor was stopped from outside.
   *
   * @param reason one line for each mistake
   */
  public record NotEnded(String reason) implements Outcome {}

  /**
   * A new run that nobody follows.
   *
   * @param settings with a run name
   * @param replyTo is sent the outcome
   */
  public static Behavior<Command> training(Settings settings, ActorRef<? super Outcome> replyTo) {
    return training(TrainingRequest.start(settings), replyTo);
  }

  /**
   * A run. What blocks, such as loading the model, is done on Akka's dispatcher for that.
   *
   * @param request may ask for a listener only when the system is a node of a cluster
   * @param replyTo is sent the outcome
   */
  public static Behavior<Command> training(
      TrainingRequest request, ActorRef<? super Outcome> replyTo) {
    return Behaviors.setup(
        context -> {
          ActorRef<Command> run =
              context.spawn(
                  TrainingActor.create(request, replyTo), "run", DispatcherSelector.blocking());
          context.watch(run);
          return Behaviors.receive(Command.class)
              .onAnyMessage(
                  command -> {
                    run.tell(command);
                    return Behaviors.same();
                  })
              .onSignal(Terminated.class, stopped -> Behaviors.stopped())
              .build();
        });
  }
}
