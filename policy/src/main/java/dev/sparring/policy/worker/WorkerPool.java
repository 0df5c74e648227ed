package dev.sparring.policy.worker;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import dev.sparring.core.Episode;
import dev.sparring.core.Sampling;
import dev.sparring.core.StepVersion;
import dev.sparring.core.WireMessage;
import dev.sparring.core.config.Settings;
import dev.sparring.core.selfplay.Adaptation;
import dev.sparring.policy.Completions;
import dev.sparring.policy.learn.LearnReport;
import dev.sparring.policy.learn.Loss;
import dev.sparring.policy.learn.Scores;
import dev.sparring.policy.sample.Prompt;
import java.time.Duration;
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.slf4j.MDC;

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

  /**
   * Have scratch adapters learn texts and answer questions; answered with {@link Generated}, one
   * entry a question, those of each adaptation in order. The policy stays as it is.
   *
   * @param sampling of the answers
   */
  public record Adapt(
      String job,
      StepVersion stepVersion,
      List<Adaptation> adaptations,
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

  /**
   * A worker of another host has come.
   *
   * @param worker what it is asked through; it has the weights of the base
   */
  public record Join(String name, String device, ActorRef<PolicyWorker.Command> worker)
      implements Command {}

  /**
   * A worker is lost, or has left.
   *
   * @param why for people, in one line
   */
  public record Leave(String name, String why) implements Command {}

  /** Whether a worker's host gives signs of life. */
  public record Reachable(String name, boolean reachable) implements Command {}

  /** A worker is to leave when it has finished its piece. */
  public record Drain(String name) implements Command {}

  /** Asks what everybody does. */
  public record GetStatus(ActorRef<PoolStatus> replyTo) implements Command {}

  /** Give up generating, scoring and learning, now and from now on; saving still works. */
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

  private enum Tick implements Command {
    INSTANCE
  }

  /** What has happened to the workers of a pool. */
  public sealed interface Event extends WireMessage {}

  /** A worker has come, or has come back. */
  public record Joined(String worker, String device, boolean learner) implements Event {}

  /**
   * A worker is lost, hangs, or has left.
   *
   * @param learner whether it held the optimizer's state: jobs that were open are abandoned, and a
   *     checkpoint has to be restored before the next one
   * @param why for people, in one line
   */
  public record Lost(String worker, boolean learner, String why) implements Event {}

  /**
   * A worker has finished a piece of a job.
   *
   * @param piece its id: the job's, a stroke, and a number
   * @param kind of work, such as {@code Generate} or {@code Gradient}
   * @param seconds since the worker was given it
   */
  public record PieceFinished(String worker, String piece, String kind, double seconds)
      implements Event {}

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
   * The job was given up, because the run is being stopped or the learner was lost.
   *
   * @param changed whether it had changed weights
   */
  public record Abandoned(String job, boolean changed) implements Reply {}

  private static final Duration TICK = Duration.ofSeconds(1);

  private final Scheduler scheduler;
  private final ExchangeDirectory exchange;
  private final ActorRef<Event> events;
  private final Map<String, ActorRef<PolicyWorker.Command>> workers = new HashMap<>();

  /** Seconds of the pieces that each worker has done since the last update. */
  private final Map<String, DoubleSummaryStatistics> sinceUpdate = new TreeMap<>();

  private WorkerPool(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      Setup setup,
      ActorRef<Event> events) {
    super(context);
    context.setLoggerName(WorkerPool.class);
    this.exchange = setup.exchange();
    this.events = events;
    this.scheduler =
        new Scheduler(
            new Scheduler.Setup(
                setup.settings().learn(),
                setup.settings().policy(),
                setup.settings().workers(),
                exchange.path(),
                ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE / 2),
                setup.elastic(),
                System::nanoTime));
    for (int i = 0; i < setup.local().size(); i++) {
      String name = "local-" + i;
      ActorRef<PolicyWorker.Command> worker =
          context.spawn(
              PolicyWorker.create(name, setup.local().get(i)), i == 0 ? "worker" : "worker-" + i);
      context.watch(worker);
      workers.put(name, worker);
      scheduler.register(name, setup.devices().get(i));
    }
    timers.startTimerWithFixedDelay(Tick.INSTANCE, TICK);
  }

  /**
   * What a pool needs to know of a run.
   *
   * @param local policies of this process, freshly loaded; the first one is the learner
   * @param elastic whether workers of other hosts may come
   */
  public record Setup(
      Settings settings, List<PolicyThread> local, ExchangeDirectory exchange, boolean elastic) {
    private List<String> devices() {
      return settings.policy().workerDevices();
    }
  }

  /**
   * A pool with its local workers. When one of these fails, the pool fails.
   *
   * @param events told what happens to workers, before the jobs that it concerns are answered
   */
  public static Behavior<Command> create(Setup setup, ActorRef<Event> events) {
    return Behaviors.withMdc(
        Command.class,
        StepVersion.role("pool"),
        WorkerPool::logged,
        Behaviors.setup(
            context ->
                Behaviors.withTimers(timers -> new WorkerPool(context, timers, setup, events))));
  }

  private static Map<String, String> logged(Command command) {
    return command instanceof Job job ? job.stepVersion().logged() : Map.of();
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Finished.class, this::onFinished)
        .onMessage(Job.class, this::onJob)
        .onMessage(Tick.class, this::onTick)
        .onMessage(Join.class, this::onJoin)
        .onMessage(Leave.class, this::onLeave)
        .onMessage(Reachable.class, this::onReachable)
        .onMessage(Drain.class, this::onDrain)
        .onMessage(GetStatus.class, this::onGetStatus)
        .onMessage(Cancel.class, this::onCancel)
        .build();
  }

  private Behavior<Command> onJob(Job job) {
    scheduler.submit(job);
    return goOn();
  }

  private Behavior<Command> onFinished(Finished finished) {
    if (scheduler.finished(
        finished.worker(), finished.id(), finished.weights(), finished.result())) {
      joined(finished.worker());
    }
    for (PieceFinished done : scheduler.done()) {
      events.tell(done);
      sinceUpdate
          .computeIfAbsent(done.worker(), any -> new DoubleSummaryStatistics())
          .accept(done.seconds());
    }
    return goOn();
  }

  private Behavior<Command> onTick(Tick tick) {
    for (String name : scheduler.overdue()) {
      boolean learner = scheduler.silent(name);
      lost(name, learner, "it works on one piece for longer than workers.deadline allows");
    }
    return goOn();
  }

  private Behavior<Command> onJoin(Join join) {
    if (scheduler.knows(join.name())) {
      lost(join.name(), scheduler.lost(join.name()), "it has come anew");
    }
    workers.put(join.name(), join.worker());
    scheduler.register(join.name(), join.device());
    joined(join.name());
    return goOn();
  }

  private Behavior<Command> onLeave(Leave leave) {
    if (scheduler.knows(leave.name())) {
      lost(leave.name(), scheduler.lost(leave.name()), leave.why());
      workers.remove(leave.name());
    }
    return goOn();
  }

  private Behavior<Command> onReachable(Reachable change) {
    if (change.reachable()) {
      if (scheduler.back(change.name())) {
        joined(change.name());
      }
    } else if (scheduler.knows(change.name())) {
      lost(change.name(), scheduler.silent(change.name()), "its host gives no sign of life");
    }
    return goOn();
  }

  private Behavior<Command> onDrain(Drain drain) {
    if (!scheduler.knows(drain.name())) {
      getContext().getLog().warn("there is no worker {} to drain", drain.name());
    } else if (scheduler.drain(drain.name())) {
      lost(drain.name(), true, "it is drained");
    }
    return goOn();
  }

  private Behavior<Command> onGetStatus(GetStatus ask) {
    ask.replyTo().tell(scheduler.status());
    return this;
  }

  private Behavior<Command> onCancel(Cancel cancel) {
    workers.values().forEach(worker -> worker.tell(PolicyWorker.Cancel.INSTANCE));
    return this;
  }

  /** Who did how much of a round; the update is the last that a round asks of the pool. */
  private void logShares(StepVersion round) {
    String shares =
        sinceUpdate.entrySet().stream()
            .map(
                done ->
                    String.format(
                        Locale.ROOT,
                        "%s %d pieces in %.2f s",
                        done.getKey(),
                        done.getValue().getCount(),
                        done.getValue().getSum()))
            .collect(Collectors.joining(", "));
    round.logged().forEach(MDC::put); // Akka takes it away after the message
    getContext().getLog().info("writing and learning: {}", shares);
    sinceUpdate.clear();
  }

  private void joined(String name) {
    boolean learner = scheduler.isLearner(name);
    getContext().getLog().info("worker {} has come{}", name, learner ? " and is the learner" : "");
    events.tell(new Joined(name, scheduler.device(name), learner));
  }

  private void lost(String name, boolean learner, String why) {
    getContext()
        .getLog()
        .warn("worker {} is lost{}: {}", name, learner ? ", which was the learner" : "", why);
    if (learner) { // all may be at work on what was given up
      workers.values().forEach(worker -> worker.tell(PolicyWorker.Abandon.INSTANCE));
    } else {
      workers.get(name).tell(PolicyWorker.Abandon.INSTANCE);
    }
    events.tell(new Lost(name, learner, why));
  }

  /** Sends replies to jobs that have ended, and pieces to idle workers. */
  private Behavior<Command> goOn() {
    for (Map.Entry<Job, Reply> reply : scheduler.replies()) {
      reply.getKey().replyTo().tell(reply.getValue());
      if (reply.getValue() instanceof Learned) {
        logShares(reply.getKey().stepVersion());
      }
    }
    for (String name : scheduler.left()) {
      ActorRef<PolicyWorker.Command> worker = workers.remove(name);
      getContext().unwatch(worker);
      worker.tell(PolicyWorker.Dismiss.INSTANCE);
      getContext().getLog().info("worker {} has left", name);
      events.tell(new Lost(name, false, "it was drained"));
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
