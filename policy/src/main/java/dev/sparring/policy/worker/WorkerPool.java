package dev.sparring.policy.worker;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import dev.sparring.core.Episode;
import dev.sparring.core.Sampling;
import dev.sparring.core.StepVersion;
import dev.sparring.core.WireMessage;
import dev.sparring.core.config.Settings;
import dev.sparring.policy.Completions;
import dev.sparring.policy.learn.LearnReport;
import dev.sparring.policy.learn.Loss;
import dev.sparring.policy.learn.Scores;
import dev.sparring.policy.sample.Prompt;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The actor that has jobs done by the workers of a run. Roles and the orchestrator send all jobs to
 * it. The number of workers changes how long a job takes, and no bit of its result.
 *
 * <p>Who waits for whom: an idle worker waits for a piece of a job; the pool waits for the workers'
 * answers; the sender of a job waits for its one reply. {@link Scheduler} decides which worker does
 * what, and the actor sends the messages.
 */
public final class WorkerPool extends AbstractBehavior<WorkerPool.Command> {
  /** A message to the pool. */
  public sealed interface Command extends WireMessage {}

  /** A command that the pool works on in its turn and answers with one {@link Reply}. */
  public sealed interface Job extends Command {
    /** The job's id, unique in a run; the reply repeats it. */
    String job();

    /** The round that the job belongs to, and the policy version that it is done with. */
    StepVersion stepVersion();

    /** Where the reply goes. */
    ActorRef<Reply> replyTo();
  }

  /** Write completions of prompts; answered with {@link Generated}. */
  public record Generate(
      String job,
      StepVersion stepVersion,
      List<Prompt> prompts,
      Sampling sampling,
      ActorRef<Reply> replyTo)
      implements Job {}

  /** Compute log-probabilities and entropies of given text; answered with {@link Scored}. */
  public record Score(
      String job, StepVersion stepVersion, List<Episode> episodes, ActorRef<Reply> replyTo)
      implements Job {}

  /**
   * Update the weights; answered with {@link Learned}.
   *
   * @param episodes to learn from
   * @param monitored episodes that are not learned from, whose entropy and divergence are reported
   * @param rate learning rate
   */
  public record Learn(
      String job,
      StepVersion stepVersion,
      List<Episode> episodes,
      List<Episode> monitored,
      Loss loss,
      double rate,
      ActorRef<Reply> replyTo)
      implements Job {}

  /** Write weights and optimizer state into a directory; answered with {@link Saved}. */
  public record Save(String job, StepVersion stepVersion, String directory, ActorRef<Reply> replyTo)
      implements Job {}

  /** Read weights and optimizer state from a directory; answered with {@link Restored}. */
  public record Restore(
      String job, StepVersion stepVersion, String directory, ActorRef<Reply> replyTo)
      implements Job {}

  /** Give up generating, scoring and learning, now and from now on. Saving still works. */
  public enum Cancel implements Command {
    INSTANCE
  }

  /**
   * A worker has ended a piece.
   *
   * @param id of the piece
   * @param worker the worker's name
   * @param weights version of the worker's weights now
   */
  public record Finished(String id, String worker, WeightsVersion weights, WorkResult result)
      implements Command {}

  private record Lost(String worker) implements Command {}

  /** How a job ended. */
  public sealed interface Reply extends WireMessage {
    /** The id of the job that it answers. */
    String job();
  }

  /** Completions, one entry a prompt, in the order of the prompts. */
  public record Generated(String job, List<Completions> completions, double seconds)
      implements Reply {}

  /** Scores, one entry an episode, in the order of the episodes. */
  public record Scored(String job, List<Scores> scores, double seconds) implements Reply {}

  /**
   * The update is done.
   *
   * @param arrays native arrays of the learner alive afterwards
   * @param seconds from the job's start
   */
  public record Learned(String job, LearnReport report, int arrays, double seconds)
      implements Reply {}

  /** The files are written. */
  public record Saved(String job, double seconds) implements Reply {}

  /** The learner has the weights and the optimizer state of the files. */
  public record Restored(String job) implements Reply {}

  /**
   * The job failed. What it has changed is not known.
   *
   * @param reason one line
   */
  public record Failed(String job, String reason) implements Reply {}

  /**
   * The job was given up because of {@link Cancel}.
   *
   * @param changed whether it had changed weights
   */
  public record Abandoned(String job, boolean changed) implements Reply {}

  private final Scheduler scheduler;
  private final ExchangeDirectory exchange;
  private final Map<String, ActorRef<PolicyWorker.Command>> workers = new HashMap<>();

  private WorkerPool(ActorContext<Command> context, Setup setup) {
    super(context);
    context.setLoggerName(WorkerPool.class);
    this.exchange = setup.exchange();
    this.scheduler =
        new Scheduler(
            new Scheduler.Setup(
                setup.settings().learn(),
                setup.settings().policy(),
                exchange.path(),
                setup.start(),
                System::nanoTime));
    for (int i = 0; i < setup.local().size(); i++) {
      String name = "local-" + i;
      ActorRef<PolicyWorker.Command> worker =
          context.spawn(
              PolicyWorker.create(name, setup.local().get(i), setup.start(i)),
              i == 0 ? "worker" : "worker-" + i);
      context.watch(worker);
      workers.put(name, worker);
      scheduler.register(name);
    }
  }

  /**
   * What a pool needs to know of a run.
   *
   * @param local the threads of this process's policies; the first one is the learner's
   * @param exchange directory in which workers exchange weights and gradients
   * @param start version of the learner's weights
   */
  public record Setup(
      Settings settings,
      List<PolicyThread> local,
      ExchangeDirectory exchange,
      WeightsVersion start) {
    /** Workers other than the learner begin without weights of the run. */
    private WeightsVersion start(int index) {
      return index == 0 ? start : WeightsVersion.NONE;
    }
  }

  /** Makes a pool with its local workers. The pool fails when one of these fails. */
  public static Behavior<Command> create(Setup setup) {
    return Behaviors.withMdc(
        Command.class,
        StepVersion.role("pool"),
        WorkerPool::logged,
        Behaviors.setup(context -> new WorkerPool(context, setup)));
  }

  private static Map<String, String> logged(Command command) {
    return command instanceof Job job ? job.stepVersion().logged() : Map.of();
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Finished.class, this::onFinished)
        .onMessage(Cancel.class, this::onCancel)
        .onMessage(Lost.class, this::onLost)
        .onMessage(Job.class, this::onJob)
        .build();
  }

  private Behavior<Command> onJob(Job job) {
    scheduler.submit(job);
    return goOn();
  }

  private Behavior<Command> onFinished(Finished finished) {
    scheduler.finished(finished.id(), finished.weights(), finished.result());
    return goOn();
  }

  private Behavior<Command> onCancel(Cancel cancel) {
    workers.values().forEach(worker -> worker.tell(PolicyWorker.Cancel.INSTANCE));
    return this;
  }

  private Behavior<Command> onLost(Lost lost) {
    workers.remove(lost.worker());
    scheduler.lost(lost.worker());
    return goOn();
  }

  /** Sends replies to jobs that have ended, and pieces to idle workers. */
  private Behavior<Command> goOn() {
    for (Map.Entry<Job, Reply> reply : scheduler.replies()) {
      reply.getKey().replyTo().tell(reply.getValue());
    }
    for (Scheduler.Assignment assignment : scheduler.assign()) {
      ActiveJob.Piece piece = assignment.piece();
      workers
          .get(assignment.worker())
          .tell(
              new PolicyWorker.Run(
                  assignment.id(),
                  scheduler.stepVersion(),
                  piece.item(),
                  piece.needed(),
                  piece.after(),
                  assignment.source().map(Object::toString),
                  getContext().getSelf()));
    }
    scheduler.outdated().forEach(exchange::delete);
    return this;
  }
}
