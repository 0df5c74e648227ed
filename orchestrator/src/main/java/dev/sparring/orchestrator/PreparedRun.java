package dev.sparring.orchestrator;

import dev.sparring.cluster.ControlAddress;
import dev.sparring.cluster.Listening;
import dev.sparring.cluster.TrainerCluster;
import dev.sparring.cluster.WorkerRegistry;
import dev.sparring.core.check.AnswerChecker;
import dev.sparring.core.config.ConfigurationException;
import dev.sparring.core.config.LoggingSettings;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * All that a run holds outside its actors: the lock of its folder, the loaded policies, the
 * endpoint that workers join, the queues of its subscribers. Made before the actors, and closed
 * after them.
 */
final class PreparedRun implements AutoCloseable {
  private static final int KEY_LENGTH = 8;

  private final RunEvents events;
  private final CompletableFuture<Summary> end = new CompletableFuture<>();
  private final List<PolicyThread> workers = new ArrayList<>();
  private final List<Policy> policies = new ArrayList<>();
  private Optional<AnswerChecker> checker = Optional.empty();
  private RunDirectory directory;
  private Optional<ExchangeDirectory> exchange = Optional.empty();
  private Optional<TrainerCluster> cluster = Optional.empty();
  private Optional<RunLogs> logs = Optional.empty();
  private LoggingSettings.Format format;
  private Optional<Orchestrator.Plan> plan = Optional.empty();

  private PreparedRun(RunEvents events) {
    this.events = events;
  }

  /**
   * Loads and locks what the run needs. Nothing is written before configuration and model have been
   * found right; a model on the hub is downloaded first, and the run keeps its commit.
   *
   * @param control where control messages of workers arrive, for a run that listens
   */
  static PreparedRun of(TrainingRequest request, Function<Listening, ControlAddress> control) {
    Settings settings = request.settings();
    if (request.resumed().isPresent()) {
      List<String> refused =
          ResumeChanges.refused(RunDirectory.settings(request.resumed().get()), settings);
      if (!refused.isEmpty()) {
        throw new ConfigurationException(refused);
      }
    }
    Task task = configured(settings);
    requireWorkers(settings, request.listening());
    PreparedRun run = new PreparedRun(new RunEvents(request.subscribers()));
    try {
      if (request.resumed().isPresent()) {
        run.resume(request.resumed().get(), request, task, control);
      } else {
        run.start(request, task, control);
      }
      return run;
    } catch (RuntimeException e) {
      run.close();
      throw e;
    }
  }

  private void start(
      TrainingRequest request, Task task, Function<Listening, ControlAddress> control) {
    checker = Optional.of(Checkers.open(request.settings(), task));
    ModelResolver.Found model = model(request.settings());
    Settings fixed = request.settings().withModel(model.name());
    load(model.directory(), task, fixed);
    for (Policy policy : policies) {
      policy.checkRollouts();
    }
    directory = RunDirectory.create(fixed, model.directory(), checker.get().identity());
    listen(request.listening(), control, fixed, model.directory());
    openRollouts();
    format = fixed.logging().format();
    plan = Optional.of(plan(fixed, task, Optional.empty()));
  }

  /**
   * Metrics and rollouts after the newest whole checkpoint are cut. Of a run that is over nothing
   * is touched.
   */
  private void resume(
      Path run, TrainingRequest request, Task task, Function<Listening, ControlAddress> control) {
    Settings now = request.settings();
    directory = RunDirectory.open(run);
    try {
      ResumePoint point = ResumePoint.of(run, events);
      Optional<String> over = point.over(run, now);
      if (over.isPresent()) {
        events.note(over.get());
        Summary summary = point.summary().orElseThrow();
        events.accept(new RunEvent.RunEnded(summary));
        end.complete(summary);
        return;
      }
      directory.requirePlugins(now);
      checker = Optional.of(Checkers.open(now, task));
      directory.requireChecker(checker.get().identity());
      ModelResolver.Found found = model(now);
      directory.requireBase(found.directory());
      Settings fixed = now.withModel(found.name());
      load(found.directory(), task, now);
      point.prepare(directory, fixed);
      events.note(
          point
              .found()
              .map(checkpoint -> "going on from " + checkpoint.path())
              .orElse("there is no whole checkpoint; starting over"));
      listen(request.listening(), control, fixed, found.directory());
      openRollouts();
      format = now.logging().format();
      plan = Optional.of(plan(now, task, point.found()));
    } catch (IOException e) {
      throw new RunException("can't go on with " + run + ": " + e.getMessage(), e);
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

  /** Servers know a run's adapters by its directory, also when a run is resumed. */
  private void openRollouts() {
    String place = directory.path().toAbsolutePath().normalize().toString();
    UUID run = UUID.nameUUIDFromBytes(place.getBytes(StandardCharsets.UTF_8));
    policies.forEach(
        policy -> policy.openRollouts(run.toString().substring(0, KEY_LENGTH), events::note));
  }

  private static void requireWorkers(Settings settings, Optional<Listening> listening) {
    if (settings.policy().rollout().remote() && listening.isPresent()) {
      throw new RunException(
          "--listen does not go with policy.rollout.backend = "
              + settings.policy().rollout().backend()
              + ": the servers write, and one worker learns");
    }
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

  private ModelResolver.Found model(Settings settings) {
    return ModelResolver.find(settings.policy().model(), settings.policy().hub(), events);
  }

  /** Loads the model once for each worker of this process, and looks at the prompts. */
  private void load(Path model, Task task, Settings settings) {
    if (!settings.workers().local()) {
      try (Policy policy = Policy.forWriting(model, settings.withDevice("cpu"))) {
        Preflight.check(policy, task, settings);
      }
      return;
    }
    Optional<Policy> first = Optional.empty();
    for (String device : settings.policy().workerDevices()) {
      Policy policy = Policy.forLearning(model, settings.withDevice(device));
      workers.add(new PolicyThread(policy));
      policies.add(policy);
      first = first.or(() -> Optional.of(policy));
    }
    Preflight.check(first.orElseThrow(), task, settings);
  }

  private void listen(
      Optional<Listening> listening,
      Function<Listening, ControlAddress> control,
      Settings settings,
      Path model) {
    cluster =
        listening.map(
            where ->
                TrainerCluster.open(
                    where,
                    control.apply(where),
                    settings,
                    Versions.program(),
                    model,
                    events::note));
    cluster.ifPresent(open -> events.note(open.invitation()));
  }

  private Orchestrator.Plan plan(
      Settings settings, Task task, Optional<Checkpoints.Found> resumed) {
    events.accept(
        new RunEvent.RunBegun(
            directory.path(), settings, resumed.map(found -> found.state().step()).orElse(0)));
    ExchangeDirectory files = ExchangeDirectory.empty(directory.path().resolve("exchange"));
    exchange = Optional.of(files);
    return new Orchestrator.Plan(
        settings,
        task,
        settings.configuredSelfPlay(task),
        new WorkerPool.Setup(settings, List.copyOf(workers), files, cluster.isPresent()),
        cluster,
        checker.orElseThrow(),
        new RunWriter(directory.path(), settings, task),
        resumed,
        events,
        end);
  }

  /** What the orchestrator is made of; empty when the run was over already. */
  Optional<Orchestrator.Plan> plan() {
    return plan;
  }

  /** The run's folder. */
  Path directory() {
    return directory.path();
  }

  /** Whether the current thread delivers events. */
  boolean isDelivering() {
    return events.isDelivering();
  }

  /**
   * Has the actors' lines go into the run's folder until it is closed.
   *
   * @param system name of the actor system of this run alone
   */
  void openLogs(String system) {
    logs =
        Optional.of(
            RunLogs.open(
                directory.path(),
                system,
                format,
                Map.of(
                    "orchestrator", Orchestrator.class,
                    "proposer", Proposer.class,
                    "solver", Solver.class,
                    "verifier", Verifier.class,
                    "pool", WorkerPool.class,
                    "registry", WorkerRegistry.class,
                    "worker", PolicyWorker.class),
                events::note));
  }

  /**
   * The actors have stopped: closes everything.
   *
   * @param failure why they stopped, when that was no end of the run; may be null
   * @return the summary, or why there is none; done already
   */
  CompletableFuture<Summary> release(Throwable failure) {
    try {
      close();
    } catch (RuntimeException e) {
      end.completeExceptionally(e);
    }
    end.completeExceptionally(
        new IllegalStateException("the run broke off; its logs may say why", failure));
    return end;
  }

  /**
   * Waits for work that the policies have begun, closes them, delivers the last events, and gives
   * up the run's lock.
   */
  @Override
  public void close() {
    try (events) {
      closeWorkers();
    } finally {
      if (directory != null) {
        directory.close();
      }
    }
  }

  private void closeWorkers() {
    try {
      cluster.ifPresent(TrainerCluster::close);
      checker.ifPresent(AnswerChecker::close);
      workers.forEach(PolicyThread::close);
      exchange.ifPresent(ExchangeDirectory::remove);
    } finally {
      logs.ifPresent(RunLogs::close);
    }
  }
}
