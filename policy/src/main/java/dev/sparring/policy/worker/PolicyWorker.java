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
import dev.sparring.core.Wire;
import dev.sparring.policy.Completions;
import dev.sparring.policy.Policy;
import dev.sparring.policy.learn.LearnReport;
import dev.sparring.policy.learn.Loss;
import dev.sparring.policy.sample.Cancelled;
import dev.sparring.policy.sample.Prompt;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Holds the policy of one device and works off jobs in the order in which they come.
 *
 * <p>Native work runs on one thread of the worker's own, so that the actor hears {@link Cancel}
 * while a job runs. Work comes by tell and goes back by tell; every job has exactly one reply, and
 * a job that fails is a {@link Failed}, not a reward.
 */
public final class PolicyWorker extends AbstractBehavior<PolicyWorker.Command> {
  /** What a worker does. */
  public sealed interface Command extends Wire {}

  /** Write completions; answered with {@link Generated}. */
  public record Generate(
      String job, List<Prompt> prompts, Sampling sampling, ActorRef<Reply> replyTo)
      implements Command {}

  /** Log-probabilities and entropies of given text; answered with {@link Scored}. */
  public record Score(String job, List<Episode> episodes, ActorRef<Reply> replyTo)
      implements Command {}

  /**
   * Learn; answered with {@link Learned}.
   *
   * @param watched episodes that are not learned from, whose entropy and divergence are reported
   */
  public record Learn(
      String job,
      List<Episode> episodes,
      List<Episode> watched,
      Loss loss,
      double rate,
      ActorRef<Reply> replyTo)
      implements Command {}

  /** Write weights and optimizer state into a directory; answered with {@link Saved}. */
  public record Save(String job, String directory, ActorRef<Reply> replyTo) implements Command {}

  /** Take weights and optimizer state from a directory; answered with {@link Restored}. */
  public record Restore(String job, String directory, ActorRef<Reply> replyTo) implements Command {}

  /** Give up generating, scoring and learning, now and from now on; saving still works. */
  public enum Cancel implements Command {
    INSTANCE
  }

  private record Finished(ActorRef<Reply> replyTo, Reply reply) implements Command {}

  /** How a job ended. */
  public sealed interface Reply extends Wire {
    /** The job's name, as it was given. */
    String job();
  }

  /** Completions, one entry a prompt, in order. */
  public record Generated(String job, List<Completions> completions, double seconds)
      implements Reply {}

  /** Scores, one entry an episode, in order. */
  public record Scored(String job, List<Policy.Scores> scores, double seconds) implements Reply {}

  /** The weights have changed. */
  public record Learned(String job, LearnReport report, int arrays, double seconds)
      implements Reply {}

  /** The files are there. */
  public record Saved(String job, double seconds) implements Reply {}

  /** The weights are those of the files. */
  public record Restored(String job) implements Reply {}

  /** The machinery failed; nothing is known about the work. */
  public record Failed(String job, String reason) implements Reply {}

  /**
   * The job was given up.
   *
   * @param changed whether it had changed the weights already
   */
  public record Abandoned(String job, boolean changed) implements Reply {}

  private final Policy policy;
  private final AtomicBoolean cancelled = new AtomicBoolean();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread own = new Thread(work, "policy");
            own.setDaemon(true);
            return own;
          });

  private PolicyWorker(ActorContext<Command> context, Policy policy) {
    super(context);
    context.setLoggerName(PolicyWorker.class);
    this.policy = policy;
  }

  /** A worker over a policy, which it closes when it stops. */
  public static Behavior<Command> create(Policy policy) {
    return Behaviors.setup(context -> new PolicyWorker(context, policy));
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
        c.job(),
        c.replyTo(),
        () -> {
          long start = System.nanoTime();
          List<Completions> written = policy.complete(c.prompts(), c.sampling(), cancelled::get);
          return new Generated(c.job(), written, since(start));
        });
  }

  private Behavior<Command> onScore(Score c) {
    return work(
        c.job(),
        c.replyTo(),
        () -> {
          long start = System.nanoTime();
          return new Scored(c.job(), policy.score(c.episodes(), cancelled::get), since(start));
        });
  }

  private Behavior<Command> onLearn(Learn c) {
    return work(
        c.job(),
        c.replyTo(),
        () -> {
          long start = System.nanoTime();
          LearnReport report =
              policy.learn(c.episodes(), c.watched(), c.loss(), c.rate(), cancelled::get);
          return new Learned(c.job(), report, policy.arrays(), since(start));
        });
  }

  private Behavior<Command> onSave(Save c) {
    return work(
        c.job(),
        c.replyTo(),
        () -> {
          long start = System.nanoTime();
          policy.save(Path.of(c.directory()));
          return new Saved(c.job(), since(start));
        });
  }

  private Behavior<Command> onRestore(Restore c) {
    return work(
        c.job(),
        c.replyTo(),
        () -> {
          policy.restore(Path.of(c.directory()));
          return new Restored(c.job());
        });
  }

  private Behavior<Command> onCancel(Cancel cancel) {
    cancelled.set(true);
    return this;
  }

  private Behavior<Command> onFinished(Finished finished) {
    finished.replyTo().tell(finished.reply());
    return this;
  }

  private Behavior<Command> onPostStop(PostStop signal) {
    cancelled.set(true);
    thread.execute(policy::close);
    thread.shutdown();
    return this;
  }

  private interface Work {
    Reply run() throws IOException;
  }

  private Behavior<Command> work(String job, ActorRef<Reply> replyTo, Work work) {
    CompletableFuture<Reply> reply =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return work.run();
              } catch (IOException e) {
                throw new CompletionException(e);
              }
            },
            thread);
    getContext()
        .pipeToSelf(
            reply,
            (done, failure) ->
                new Finished(replyTo, failure == null ? done : failed(job, failure)));
    return this;
  }

  private Reply failed(String job, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof Cancelled cancel) {
      return new Abandoned(job, cancel.changed());
    }
    getContext().getLog().error("job {} failed", job, cause);
    return new Failed(job, reason(cause));
  }

  /** A failure in one line, and what it goes back to. */
  private static String reason(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String line = oneLine(failure);
    String first = oneLine(root);
    return line.contains(first) ? line : line + ": " + first;
  }

  /** A message that is missing, or is a path alone, is joined by what went wrong. */
  private static String oneLine(Throwable cause) {
    String name = cause.getClass().getSimpleName();
    if (cause instanceof FileSystemException file && file.getReason() == null) {
      return file.getFile() + ": " + words(name);
    }
    String message = cause.getMessage() == null ? name : cause.getMessage();
    return message.lines().filter(line -> !line.isBlank()).findFirst().orElse(name);
  }

  /** {@code file already exists} for {@code FileAlreadyExistsException}. */
  private static String words(String name) {
    return name.replaceAll("Exception$", "")
        .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
        .toLowerCase(Locale.ROOT);
  }

  private static double since(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
