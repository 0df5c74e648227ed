package dev.sparring.policy.worker;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import dev.sparring.core.Episode;
import dev.sparring.core.Sampling;
import dev.sparring.core.StepVersion;
import dev.sparring.core.WireMessage;
import dev.sparring.policy.Completions;
import dev.sparring.policy.learn.LearnReport;
import dev.sparring.policy.learn.Loss;
import dev.sparring.policy.learn.Scores;
import dev.sparring.policy.sample.Cancelled;
import dev.sparring.policy.sample.Prompt;
import dev.sparring.policy.tensor.MallocTrim;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/**
 * Holds the policy of one device and works off jobs in the order in which they come.
 *
 * <p>Native work runs on a {@link PolicyThread}, so that the actor handles {@link Cancel} while a
 * job runs. Every job has exactly one reply; a job that fails is answered with {@link Failed},
 * which never becomes a reward.
 */
public final class PolicyWorker extends AbstractBehavior<PolicyWorker.Command> {
  /** What a worker does. */
  public sealed interface Command extends WireMessage {}

  /** A command that is worked off in its turn. */
  public sealed interface Job extends Command {
    /** Its name, which the reply has as well. */
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
   * A job has ended.
   *
   * @param failure why it has, when that is worth a trace in the log
   */
  private record Finished(Job job, Reply reply, Optional<Throwable> failure) implements Command {}

  /** How a job ended. */
  public sealed interface Reply extends WireMessage {
    /** The job's name, as it was given. */
    String job();
  }

  /** Completions, one entry a prompt, in order. */
  public record Generated(String job, List<Completions> completions, double seconds)
      implements Reply {}

  /** Scores, one entry an episode, in order. */
  public record Scored(String job, List<Scores> scores, double seconds) implements Reply {}

  /** The weights have changed. */
  public record Learned(String job, LearnReport report, int arrays, double seconds)
      implements Reply {
    private String line() {
      return report.steps() == 0
          ? "nothing to learn from"
          : String.format(
              Locale.ROOT,
              "learned from %d tokens in %.2f s: loss %.4f, gradient norm %.3f, clipped %.3f",
              report.tokens(),
              seconds,
              report.loss(),
              report.gradientNorm(),
              report.clipFraction());
    }
  }

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

  private final PolicyThread thread;

  private PolicyWorker(ActorContext<Command> context, PolicyThread thread) {
    super(context);
    context.setLoggerName(PolicyWorker.class);
    this.thread = thread;
  }

  /**
   * A worker over a policy. When the worker stops, it gives up work that can be given up; who owns
   * the thread closes it.
   */
  public static Behavior<Command> create(PolicyThread thread) {
    return Behaviors.withMdc(
        Command.class,
        StepVersion.role("worker"),
        PolicyWorker::logged,
        Behaviors.setup(context -> new PolicyWorker(context, thread)));
  }

  private static Map<String, String> logged(Command command) {
    return command instanceof Job job
        ? job.stepVersion().logged()
        : command instanceof Finished finished ? finished.job().stepVersion().logged() : Map.of();
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Generate.class, this::onGenerate)
        .onMessage(Score.class, this::onScore)
        .onMessage(Learn.class, this::onLearn)
        .onMessage(Save.class, this::onSave)
        .onMessage(Restore.class, this::onRestore)
        .onMessage(Cancel.class, this::onCancel)
        .onMessage(Finished.class, this::onFinished)
        .onSignal(PostStop.class, this::onPostStop)
        .build();
  }

  private Behavior<Command> onGenerate(Generate c) {
    return work(
        c,
        (policy, cancelled) -> {
          long start = System.nanoTime();
          List<Completions> written = policy.complete(c.prompts(), c.sampling(), cancelled);
          return new Generated(c.job(), written, since(start));
        });
  }

  private Behavior<Command> onScore(Score c) {
    return work(
        c,
        (policy, cancelled) -> {
          long start = System.nanoTime();
          return new Scored(c.job(), policy.score(c.episodes(), cancelled), since(start));
        });
  }

  private Behavior<Command> onLearn(Learn c) {
    return work(
        c,
        (policy, cancelled) -> {
          long start = System.nanoTime();
          LearnReport report =
              policy.learn(c.episodes(), c.monitored(), c.loss(), c.rate(), cancelled);
          MallocTrim.trim();
          return new Learned(c.job(), report, policy.arrays(), since(start));
        });
  }

  private Behavior<Command> onSave(Save c) {
    return work(
        c,
        (policy, cancelled) -> {
          long start = System.nanoTime();
          policy.save(Path.of(c.directory()));
          return new Saved(c.job(), since(start));
        });
  }

  private Behavior<Command> onRestore(Restore c) {
    return work(
        c,
        (policy, cancelled) -> {
          policy.restore(Path.of(c.directory()));
          return new Restored(c.job());
        });
  }

  private Behavior<Command> onCancel(Cancel cancel) {
    thread.cancel();
    return this;
  }

  private Behavior<Command> onFinished(Finished finished) {
    if (finished.reply() instanceof Learned learned) {
      getContext().getLog().info(learned.line());
    }
    finished
        .failure()
        .ifPresent(
            cause -> getContext().getLog().error("{} failed", finished.reply().job(), cause));
    finished.job().replyTo().tell(finished.reply());
    return this;
  }

  private Behavior<Command> onPostStop(PostStop signal) {
    thread.cancel();
    return this;
  }

  private Behavior<Command> work(Job job, PolicyThread.Work<Reply> work) {
    getContext()
        .pipeToSelf(
            thread.run(work),
            (done, failure) ->
                failure == null
                    ? new Finished(job, done, Optional.empty())
                    : failed(
                        job,
                        failure instanceof CompletionException ? failure.getCause() : failure));
    return this;
  }

  private static Finished failed(Job job, Throwable cause) {
    return cause instanceof Cancelled cancel
        ? new Finished(job, new Abandoned(job.job(), cancel.changed()), Optional.empty())
        : new Finished(job, new Failed(job.job(), FailureReason.of(cause)), Optional.of(cause));
  }

  private static double since(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
