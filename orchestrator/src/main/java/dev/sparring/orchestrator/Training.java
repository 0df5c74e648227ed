package dev.sparring.orchestrator;

import akka.actor.typed.ActorSystem;
import dev.sparring.cluster.ClusterConfig;
import dev.sparring.cluster.Listening;
import dev.sparring.cluster.TrainerCluster;
import dev.sparring.cluster.WorkerRegistry;
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
import dev.sparring.orchestrator.run.Versions;
import dev.sparring.policy.Policy;
import dev.sparring.policy.worker.ExchangeDirectory;
import dev.sparring.policy.worker.PolicyThread;
import dev.sparring.policy.worker.PolicyWorker;
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

  private Training(
      RunDirectory directory, String name, ListenerQueue listener, Orchestrator.Plan plan) {
    this.directory = directory.path();
    this.listener = listener;
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
                "registry", WorkerRegistry.class,
                "worker", PolicyWorker.class),
            listener::note);
    ActorSystem<Orchestrator.Command> running =
        ActorSystem.create(
            Orchestrator.create(plan),
            name,
            plan.cluster().map(TrainerCluster::config).orElseGet(ClusterConfig::local));
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
      plan.cluster().ifPresent(TrainerCluster::close);
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
    return start(settings, Optional.empty(), listener);
  }

  /**
   * The same, and workers of other hosts can join.
   *
   * @param listening where; empty for a run of this process alone
   */
  public static Training start(
      Settings settings, Optional<Listening> listening, RunListener listener) {
    Task task = configured(settings);
    requireWorkers(settings, listening);
    ListenerQueue queue = new ListenerQueue(listener);
    Parts parts = new Parts(queue);
    try {
      parts.checker = Checkers.open(settings, task);
      ModelResolver.Found model = model(settings, queue);
      Settings fixed = settings.withModel(model.name());
      parts.load(model.directory(), task, fixed);
      parts.directory = RunDirectory.create(fixed, model.directory(), parts.checker.identity());
      parts.listen(listening, fixed, model.directory());
      return parts.training(fixed, task, Optional.empty());
    } catch (RuntimeException e) {
      parts.close();
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
    return resume(run, now, Optional.empty(), listener);
  }

  /**
   * The same, and workers of other hosts can join.
   *
   * @param listening where; empty for a run of this process alone
   */
  public static Training resume(
      Path run, Settings now, Optional<Listening> listening, RunListener listener) {
    List<String> refused = ResumeChanges.refused(RunDirectory.settings(run), now);
    if (!refused.isEmpty()) {
      throw new ConfigurationException(refused);
    }
    requireWorkers(now, listening);
    Task task = configured(now);
    RunDirectory directory = RunDirectory.open(run);
    ListenerQueue queue = new ListenerQueue(listener);
    Parts parts = new Parts(queue);
    parts.directory = directory;
    try {
      ResumePoint point = ResumePoint.of(run, queue);
      Optional<String> over = point.over(run, now);
      if (over.isPresent()) {
        queue.note(over.get());
        return new Training(directory, queue, point.summary().orElseThrow());
      }
      parts.checker = Checkers.open(now, task);
      directory.requireChecker(parts.checker.identity());
      ModelResolver.Found found = model(now, queue);
      directory.requireBase(found.directory());
      Settings fixed = now.withModel(found.name());
      parts.load(found.directory(), task, now);
      point.prepare(directory, fixed);
      queue.note(
          point
              .found()
              .map(checkpoint -> "going on from " + checkpoint.path())
              .orElse("there is no whole checkpoint; starting over"));
      parts.listen(listening, fixed, found.directory());
      return parts.training(now, task, point.found());
    } catch (IOException e) {
      parts.close();
      throw new RunException("can't go on with " + run + ": " + e.getMessage(), e);
    } catch (RuntimeException e) {
      parts.close();
      throw e;
    }
  }

  private static void requireWorkers(Settings settings, Optional<Listening> listening) {
    if (!settings.workers().local() && listening.isEmpty()) {
      throw new RunException(
          "workers.local is false, so workers have to come from elsewhere; give --listen HOST:PORT");
    }
    int local = settings.workers().local() ? settings.policy().workerDevices().size() : 0;
    if (settings.workers().least() > local && listening.isEmpty()) {
      throw new RunException(
          "workers.least is "
              + settings.workers().least()
              + " and this process has "
              + local
              + "; give --listen HOST:PORT, so that others can join");
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

  /** What a training is put together from; closed together when something is missing. */
  private static final class Parts {
    private final String name = RunLogs.freshSystem();
    private final ListenerQueue queue;
    private final List<Policy> policies = new ArrayList<>();
    private AnswerChecker checker;
    private RunDirectory directory;
    private Optional<TrainerCluster> cluster = Optional.empty();

    private Parts(ListenerQueue queue) {
      this.queue = queue;
    }

    /** Loads the model once for each worker of this process, and looks at the prompts. */
    private void load(Path model, Task task, Settings settings) {
      if (settings.workers().local()) {
        for (String device : settings.policy().workerDevices()) {
          policies.add(Policy.forLearning(model, settings.withDevice(device)));
        }
        Preflight.check(policies.get(0), task, settings);
      } else {
        try (Policy policy = Policy.forWriting(model, settings.withDevice("cpu"))) {
          Preflight.check(policy, task, settings);
        }
      }
    }

    private void listen(Optional<Listening> listening, Settings settings, Path model) {
      cluster =
          listening.map(
              where ->
                  TrainerCluster.open(
                      where, settings, name, Versions.program(), model, queue::note));
      cluster.ifPresent(open -> queue.note(open.invitation()));
    }

    private Training training(Settings settings, Task task, Optional<Checkpoints.Found> resumed) {
      return new Training(
          directory,
          name,
          queue,
          new Orchestrator.Plan(
              settings,
              task,
              new WorkerPool.Setup(
                  settings,
                  policies.stream().map(PolicyThread::new).toList(),
                  ExchangeDirectory.empty(directory.path().resolve("exchange")),
                  cluster.isPresent()),
              cluster,
              checker,
              new RunWriter(directory.path(), settings, task),
              resumed,
              queue,
              new CompletableFuture<>()));
    }

    private void close() {
      cluster.ifPresent(TrainerCluster::close);
      policies.forEach(Policy::close);
      if (checker != null) {
        checker.close();
      }
      if (directory != null) {
        directory.close();
      }
      queue.close();
    }
  }

  private static ModelResolver.Found model(Settings settings, RunListener listener) {
    return ModelResolver.find(settings.policy().model(), settings.policy().hub(), listener);
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
