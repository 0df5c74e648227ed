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
 * Has jobs done by the workers of a run. Roles and the orchestrator see one address; how many
 * workers there are changes nothing but the time that a job takes.
 *
 * <p>Who waits for whom: an idle worker waits for a piece of a job; the pool waits for answers of
 * workers; who sent a job waits for its one reply. {@link Scheduler} decides, the actor sends.
 */
public final class WorkerPool extends AbstractBehavior<WorkerPool.Command> {
  /** What a pool does. */
  public sealed interface Command extends WireMessage {}

  /** A command that is worked off in its turn. */
  public sealed interface Job extends Command {
    /** Its id, which the reply has as well. */
    String job();

    /** For which round it is, and with which weights. */
    StepVersion stepVersion();

    /** Who is told how it ended. */
    ActorRef<Reply> replyTo();
  }

  /** Write completions; answered with {@link Generated}. */
  public record Generate(
      String job,
      StepVersion stepVersion,
      List<Prompt> prompts,
      Sampling sampling,
      ActorRef<Reply> replyTo)
      implements Job {}

  /** Log-probabilities and entropies of given text; answered with {@link Scored}. */
  public record Score(
      String job, StepVersion stepVersion, List<Episode> episodes, ActorRef<Reply> replyTo)
      implements Job {}

  /**
   * Learn; answered with {@link Learned}.
   *
   * @param monitored episodes that are not learned from, whose entropy and divergence are reported
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

  /** Take weights and optimizer state from a directory; answered with {@link Restored}. */
  public record Restore(
      String job, StepVersion stepVersion, String directory, ActorRef<Reply> replyTo)
      implements Job {}

  /** Give up generating, scoring and learning, now and from now on; saving still works. */
  public enum Cancel implements Command {
    INSTANCE
  }

  /**
   * A worker has ended a piece.
   *
   * @param id of the piece
   * @param weights that the worker has now
   */
  public record Finished(String id, String worker, WeightsVersion weights, WorkResult result)
      implements Command {}

  private record Lost(String worker) implements Command {}

  /** How a job ended. */
  public sealed interface Reply extends WireMessage {
    /** The job's id, as it was given. */
    String job();
  }

  /** Completions, one entry a prompt, in order. */
  public record Generated(String job, List<Completions> completions, double seconds)
      implements Reply {}

  /** Scores, one entry an episode, in order. */
  public record Scored(String job, List<Scores> scores, double seconds) implements Reply {}

  /**
   * The update is done.
   *
   * @param arrays native arrays of the learner that are alive
   */
  public record Learned(String job, LearnReport report, int arrays, double seconds)
      implements Reply {}

  /** The files are there. */
  public record Saved(String job, double seconds) implements Reply {}

  /** The weights are those of the files. */
  public record Restored(String job) implements Reply {}

  /** The job failed; nothing is known about the work. */
  public record Failed(String job, String reason) implements Reply {}

  /**
   * The job was given up.
   *
   * @param changed whether it had changed the weights already
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
   * What a pool needs of a run.
   *
   * @param local policies of this process; the first one is the learner
   * @param start version of the learner's weights
   */
  public record Setup(
      Settings settings,
      List<PolicyThread> local,
      ExchangeDirectory exchange,
      WeightsVersion start) {
    /** Other workers than the learner have no weights of the run before they are told where. */
    private WeightsVersion start(int index) {
      return index == 0 ? start : WeightsVersion.NONE;
    }
  }

  /** A pool with its local workers. When one of these fails, the pool fails. */
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

  /** Delivers what has ended, and hands out what can be done now. */
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
