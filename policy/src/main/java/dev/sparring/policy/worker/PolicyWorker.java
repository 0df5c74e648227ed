package dev.sparring.policy.worker;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import dev.sparring.core.StepVersion;
import dev.sparring.core.WireMessage;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/**
 * The actor that holds the policy of one device. It does pieces of jobs in the order in which they
 * come.
 *
 * <p>Native work runs on a {@link PolicyThread}, so that the actor can handle {@link Cancel}
 * meanwhile. Every piece has exactly one answer, which names the version of the worker's weights
 * then.
 */
public final class PolicyWorker extends AbstractBehavior<PolicyWorker.Command> {
  /** A message to a worker. */
  public sealed interface Command extends WireMessage {}

  /**
   * Do a piece of a job; the worker answers with {@link WorkerPool.Finished}.
   *
   * @param id of the piece, which the answer repeats
   * @param stepVersion for log lines
   * @param item what to do
   * @param needed version of the weights to work with; the worker fails the piece if it has others
   *     and there is no source
   * @param after version of the worker's weights after the piece
   * @param source directory of the needed weights, for a worker that has others
   */
  public record Run(
      String id,
      StepVersion stepVersion,
      WorkItem item,
      WeightsVersion needed,
      WeightsVersion after,
      Optional<String> source,
      ActorRef<WorkerPool.Command> replyTo)
      implements Command {}

  /** Give up generating, scoring and learning, now and from now on. Saving still works. */
  public enum Cancel implements Command {
    INSTANCE
  }

  /**
   * A piece has ended.
   *
   * @param failure the exception, if the log should have its stack trace
   */
  private record Ended(Run run, PieceWork.Done done, Optional<Throwable> failure)
      implements Command {}

  private final String name;
  private final PolicyThread thread;
  private final PieceWork work;

  private PolicyWorker(
      ActorContext<Command> context, String name, PolicyThread thread, WeightsVersion start) {
    super(context);
    context.setLoggerName(PolicyWorker.class);
    this.name = name;
    this.thread = thread;
    this.work = new PieceWork(start);
  }

  /**
   * Makes a worker. When it stops, it cancels its work; the owner of the thread closes the thread.
   *
   * @param name by which the pool knows the worker
   * @param start version of the policy's weights
   */
  public static Behavior<Command> create(String name, PolicyThread thread, WeightsVersion start) {
    return Behaviors.withMdc(
        Command.class,
        StepVersion.role("worker"),
        PolicyWorker::logged,
        Behaviors.setup(context -> new PolicyWorker(context, name, thread, start)));
  }

  private static Map<String, String> logged(Command command) {
    return command instanceof Run run
        ? run.stepVersion().logged()
        : command instanceof Ended ended ? ended.run().stepVersion().logged() : Map.of();
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Run.class, this::onRun)
        .onMessage(Cancel.class, this::onCancel)
        .onMessage(Ended.class, this::onEnded)
        .onSignal(PostStop.class, this::onPostStop)
        .build();
  }

  private Behavior<Command> onRun(Run run) {
    getContext()
        .pipeToSelf(
            thread.run(
                (policy, cancelled) ->
                    work.run(
                        policy,
                        run.item(),
                        run.needed(),
                        run.after(),
                        run.source().map(Path::of),
                        cancelled)),
            (done, failure) ->
                failure == null
                    ? new Ended(run, done, Optional.empty())
                    : failed(
                        run,
                        failure instanceof CompletionException ? failure.getCause() : failure));
    return this;
  }

  private Ended failed(Run run, Throwable cause) {
    PieceWork.Done done =
        new PieceWork.Done(work.weights(), new WorkResult.Failed(FailureReason.of(cause)), 0);
    return new Ended(run, done, Optional.of(cause));
  }

  private Behavior<Command> onCancel(Cancel cancel) {
    thread.cancel();
    return this;
  }

  private Behavior<Command> onEnded(Ended ended) {
    ended
        .failure()
        .ifPresent(cause -> getContext().getLog().error("{} failed", ended.run().id(), cause));
    PieceWork.line(ended.done()).ifPresent(line -> getContext().getLog().info(line));
    ended
        .run()
        .replyTo()
        .tell(
            new WorkerPool.Finished(
                ended.run().id(), name, ended.done().weights(), ended.done().result()));
    return this;
  }

  private Behavior<Command> onPostStop(PostStop signal) {
    thread.cancel();
    return this;
  }
}
