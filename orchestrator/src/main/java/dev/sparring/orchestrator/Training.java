package dev.sparring.orchestrator;

import akka.actor.typed.ActorSystem;
import com.typesafe.config.ConfigFactory;
import dev.sparring.core.check.AnswerChecker;
import dev.sparring.core.config.ConfigurationException;
import dev.sparring.core.config.ResumeChanges;
import dev.sparring.core.config.Settings;
import dev.sparring.core.task.Task;
import dev.sparring.orchestrator.run.Checkpoints;
import dev.sparring.orchestrator.run.RunDirectory;
import dev.sparring.orchestrator.run.RunException;
import dev.sparring.orchestrator.run.RunLogs;
import dev.sparring.orchestrator.run.RunWriter;
import dev.sparring.orchestrator.run.Summary;
import dev.sparring.policy.Policy;
import dev.sparring.policy.worker.ExchangeDirectory;
import dev.sparring.policy.worker.PolicyThread;
import dev.sparring.policy.worker.PolicyWorker;
import dev.sparring.policy.worker.WeightsVersion;
import dev.sparring.policy.worker.WorkerPool;
import dev.sparring.proposer.Proposer;
import dev.sparring.solver.Solver;
import dev.sparring.verifier.Verifier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A run from its configuration to its summary, in this JVM.
 *
 * <pre>
 * try (Training training = Training.start(settings, listener)) {
 *   Summary summary = training.end().join();
 * }
 * </pre>
 */
public final class Training implements AutoCloseable {
  private final Path directory;
  private final Optional<ActorSystem<Orchestrator.Command>> system;
  private final ListenerQueue listener;
  private final CompletableFuture<Summary> end = new CompletableFuture<>();

  private Training(RunDirectory directory, ListenerQueue listener, Orchestrator.Plan plan) {
    this.directory = directory.path();
    this.listener = listener;
    String name = RunLogs.freshSystem();
    RunLogs logs =
        RunLogs.open(
            directory.path(),
            name,
            Map.of(
                "orchestrator", Orchestrator.class,
                "proposer", Proposer.class,
                "solver", Solver.class,
                "verifier", Verifier.class,
                "pool", WorkerPool.class,
                "worker", PolicyWorker.class),
            listener::note);
    ActorSystem<Orchestrator.Command> running =
        ActorSystem.create(
            Orchestrator.create(plan),
            name,
            ConfigFactory.parseResources(
                    Training.class.getClassLoader(), "dev/sparring/orchestrator/akka.conf")
                .withFallback(ConfigFactory.defaultReference())
                .resolve());
    this.system = Optional.of(running);
    running
        .getWhenTerminated()
        .whenCompleteAsync(
            (done, failure) -> release(plan, logs, directory, failure),
            work -> new Thread(work, "sparring-end").start());
  }

  /** A run that is over already. */
  private Training(RunDirectory directory, ListenerQueue listener, Summary summary) {
    this.directory = directory.path();
    this.listener = listener;
    this.system = Optional.empty();
    listener.close();
    directory.close();
    end.complete(summary);
  }

  /**
   * The actors have stopped. Waits for work that the policy has begun, delivers the last events,
   * and gives up the run's lock; only then has the run ended.
   */
  private void release(
      Orchestrator.Plan plan, RunLogs logs, RunDirectory directory, Throwable failure) {
    try (directory;
        listener;
        logs) {
      plan.checker().close();
      plan.workers().local().forEach(PolicyThread::close);
      plan.workers().exchange().remove();
    } catch (RuntimeException e) {
      plan.end().completeExceptionally(e);
    }
    plan.end()
        .completeExceptionally(
            new IllegalStateException("the run broke off; its logs may say why", failure));
    plan.end()
        .whenComplete(
            (summary, broken) -> {
              if (broken == null) {
                end.complete(summary);
              } else {
                end.completeExceptionally(broken);
              }
            });
  }

  /**
   * Starts a new run. Nothing is written before configuration and model have been found right; a
   * model on the hub is downloaded first, and the run keeps its commit.
   *
   * @param settings with a run name
   * @param listener called from a thread of its own; what it throws is logged and changes nothing
   */
  public static Training start(Settings settings, RunListener listener) {
    Task task = configured(settings);
    ListenerQueue queue = new ListenerQueue(listener);
    RunDirectory directory = null;
    AnswerChecker checker = null;
    List<Policy> policies = new ArrayList<>();
    try {
      checker = Checkers.open(settings, task);
      ModelResolver.Found model = model(settings, queue);
      Settings fixed = settings.withModel(model.name());
      load(policies, model.directory(), fixed);
      Preflight.check(policies.get(0), task, fixed);
      directory = RunDirectory.create(fixed, model.directory(), checker.identity());
      return new Training(
          directory,
          queue,
          plan(fixed, task, policies, checker, directory, Optional.empty(), queue));
    } catch (RuntimeException e) {
      close(policies, checker, directory, queue);
      throw e;
    }
  }

  /**
   * Goes on with a run from its newest whole checkpoint; metrics and rollouts after it are cut. Of
   * a run that is over nothing is touched, and {@link #end} has its summary at once.
   *
   * @param now the configuration as it is asked for now; a change that a run can't take is refused
   * @param listener called from a thread of its own; what it throws is logged and changes nothing
   */
  public static Training resume(Path run, Settings now, RunListener listener) {
    List<String> refused = ResumeChanges.refused(RunDirectory.settings(run), now);
    if (!refused.isEmpty()) {
      throw new ConfigurationException(refused);
    }
    Task task = configured(now);
    RunDirectory directory = RunDirectory.open(run);
    ListenerQueue queue = new ListenerQueue(listener);
    AnswerChecker checker = null;
    List<Policy> policies = new ArrayList<>();
    try {
      ResumePoint point = ResumePoint.of(run, queue);
      Optional<String> over = point.over(run, now);
      if (over.isPresent()) {
        queue.note(over.get());
        return new Training(directory, queue, point.summary().orElseThrow());
      }
      checker = Checkers.open(now, task);
      directory.requireChecker(checker.identity());
      ModelResolver.Found found = model(now, queue);
      directory.requireBase(found.directory());
      load(policies, found.directory(), now);
      point.prepare(directory, now.withModel(found.name()));
      if (point.found().isPresent()) {
        policies.get(0).restore(point.found().get().path());
        queue.note("going on from " + point.found().get().path());
      } else {
        queue.note("there is no whole checkpoint; starting over");
      }
      return new Training(
          directory, queue, plan(now, task, policies, checker, directory, point.found(), queue));
    } catch (IOException e) {
      close(policies, checker, directory, queue);
      throw new RunException("can't go on with " + run + ": " + e.getMessage(), e);
    } catch (RuntimeException e) {
      close(policies, checker, directory, queue);
      throw e;
    }
  }

  /** Loads the model once for each worker of this process. */
  private static void load(List<Policy> policies, Path model, Settings settings) {
    for (String device : settings.policy().workerDevices()) {
      policies.add(Policy.forLearning(model, settings.withDevice(device)));
    }
  }

  /** The task, set; a reward that does not go with it is refused. */
  private static Task configured(Settings settings) {
    Task task = settings.configuredTask();
    List<String> mistakes = Checkers.mistakes(settings, task);
    if (!mistakes.isEmpty()) {
      throw new ConfigurationException(mistakes);
    }
    return task;
  }

  private static void close(
      List<Policy> policies, AnswerChecker checker, RunDirectory directory, ListenerQueue queue) {
    policies.forEach(Policy::close);
    if (checker != null) {
      checker.close();
    }
    if (directory != null) {
      directory.close();
    }
    queue.close();
  }

  private static ModelResolver.Found model(Settings settings, RunListener listener) {
    return ModelResolver.find(settings.policy().model(), settings.policy().hub(), listener);
  }

  private static Orchestrator.Plan plan(
      Settings settings,
      Task task,
      List<Policy> policies,
      AnswerChecker checker,
      RunDirectory directory,
      Optional<Checkpoints.Found> resumed,
      RunListener listener) {
    return new Orchestrator.Plan(
        settings,
        task,
        new WorkerPool.Setup(
            settings,
            policies.stream().map(PolicyThread::new).toList(),
            ExchangeDirectory.empty(directory.path().resolve("exchange")),
            WeightsVersion.of(resumed.map(found -> found.state().policyVersion()).orElse(0L))),
        checker,
        new RunWriter(directory.path(), settings, task),
        resumed,
        listener,
        new CompletableFuture<>());
  }

  /** Where the run is. */
  public Path directory() {
    return directory;
  }

  /**
   * Completed when the run has ended, however it did: the policy is closed, the listener has seen
   * everything, and the run's lock is free. Callbacks on it may call {@link #close}.
   */
  public CompletableFuture<Summary> end() {
    return end;
  }

  /** Asks the run to end soon; {@link #end} tells when it has. */
  public void stop() {
    system.ifPresent(running -> running.tell(Orchestrator.Stop.INSTANCE));
  }

  /**
   * Ends the run at once if it has not ended, and waits until it has. A checkpoint that is being
   * written is finished by the worker but not committed. When the listener calls this, it does not
   * wait.
   */
  @Override
  public void close() {
    system.ifPresent(ActorSystem::terminate);
    if (!listener.isDelivering()) {
      end.handle((summary, failure) -> summary).join();
    }
  }
}
