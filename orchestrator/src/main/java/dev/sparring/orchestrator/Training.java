package dev.sparring.orchestrator;

import akka.actor.typed.ActorSystem;
import com.typesafe.config.ConfigFactory;
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
import dev.sparring.policy.worker.PolicyWorker;
import dev.sparring.proposer.Proposer;
import dev.sparring.solver.Solver;
import dev.sparring.verifier.Verifier;
import java.io.IOException;
import java.nio.file.Path;
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
  private final RunDirectory directory;
  private final Optional<RunLogs> logs;
  private final Optional<ActorSystem<Orchestrator.Command>> system;
  private final CompletableFuture<Summary> end;

  private Training(RunDirectory directory, Orchestrator.Plan plan) {
    this.directory = directory;
    String name = RunLogs.freshSystem();
    this.logs =
        Optional.of(
            RunLogs.open(
                directory.path(),
                name,
                Map.of(
                    "orchestrator", Orchestrator.class,
                    "proposer", Proposer.class,
                    "solver", Solver.class,
                    "verifier", Verifier.class,
                    "worker", PolicyWorker.class),
                plan.listener()::note));
    this.end = plan.end();
    this.system =
        Optional.of(
            ActorSystem.create(
                Orchestrator.create(plan),
                name,
                ConfigFactory.parseResources(
                        Training.class.getClassLoader(), "dev/sparring/orchestrator/akka.conf")
                    .withFallback(ConfigFactory.defaultReference())
                    .resolve()));
    system.get().getWhenTerminated().whenComplete((done, failure) -> abandoned(failure));
  }

  /** A run that is over already. */
  private Training(RunDirectory directory, Summary summary) {
    this.directory = directory;
    this.logs = Optional.empty();
    this.system = Optional.empty();
    this.end = CompletableFuture.completedFuture(summary);
  }

  /** Nobody waits forever for an orchestrator that died without a word. */
  private void abandoned(Throwable failure) {
    end.completeExceptionally(
        new IllegalStateException("the run broke off; its logs may say why", failure));
  }

  /**
   * Starts a new run. Nothing is written before configuration and model have been found right; a
   * model on the hub is downloaded first, and the run keeps its commit.
   *
   * @param settings with a run name
   */
  public static Training start(Settings settings, RunListener listener) {
    Task task = settings.played();
    ModelResolver.Found model = model(settings, listener);
    Settings fixed = settings.withModel(model.name());
    Policy policy = Policy.forLearning(model.directory(), fixed);
    RunDirectory directory = null;
    try {
      Preflight.check(policy, task, fixed);
      directory = RunDirectory.create(fixed, model.directory());
      return new Training(
          directory, plan(fixed, task, policy, directory, Optional.empty(), listener));
    } catch (RuntimeException e) {
      close(policy, directory);
      throw e;
    }
  }

  /**
   * Goes on with a run from its newest whole checkpoint; metrics and rollouts after it are cut. Of
   * a run that is over nothing is touched, and {@link #end} has its summary at once.
   *
   * @param now the configuration as it is asked for now; a change that a run can't take is refused
   */
  public static Training resume(Path run, Settings now, RunListener listener) {
    List<String> refused = ResumeChanges.refused(RunDirectory.settings(run), now);
    if (!refused.isEmpty()) {
      throw new ConfigurationException(refused);
    }
    Task task = now.played();
    RunDirectory directory = RunDirectory.open(run);
    Policy policy = null;
    try {
      ResumePoint resumption = ResumePoint.of(run, listener);
      Optional<String> over = resumption.over(run, now);
      if (over.isPresent()) {
        listener.note(over.get());
        return new Training(directory, resumption.summary().orElseThrow());
      }
      Path model = model(now, listener).directory();
      directory.requireBase(model);
      policy = Policy.forLearning(model, now);
      resumption.prepare(directory, now.withModel(model(now, listener).name()));
      if (resumption.found().isPresent()) {
        policy.restore(resumption.found().get().path());
        listener.note("going on from " + resumption.found().get().path());
      } else {
        listener.note("there is no whole checkpoint; starting over");
      }
      return new Training(
          directory, plan(now, task, policy, directory, resumption.found(), listener));
    } catch (IOException e) {
      close(policy, directory);
      throw new RunException("can't go on with " + run + ": " + e.getMessage(), e);
    } catch (RuntimeException e) {
      close(policy, directory);
      throw e;
    }
  }

  private static void close(Policy policy, RunDirectory directory) {
    if (directory != null) {
      directory.close();
    }
    if (policy != null) {
      policy.close();
    }
  }

  private static ModelResolver.Found model(Settings settings, RunListener listener) {
    return ModelResolver.find(settings.policy().model(), settings.policy().hub(), listener);
  }

  private static Orchestrator.Plan plan(
      Settings settings,
      Task task,
      Policy policy,
      RunDirectory directory,
      Optional<Checkpoints.Found> resumed,
      RunListener listener) {
    return new Orchestrator.Plan(
        settings,
        task,
        policy,
        new RunWriter(directory.path(), settings, task),
        resumed,
        listener,
        new CompletableFuture<>());
  }

  /** Where the run is. */
  public Path directory() {
    return directory.path();
  }

  /** Completed when the run has ended, however it did. */
  public CompletableFuture<Summary> end() {
    return end;
  }

  /** Asks the run to end soon; {@link #end} tells when it has. */
  public void stop() {
    system.ifPresent(running -> running.tell(Orchestrator.Stop.INSTANCE));
  }

  @Override
  public void close() {
    system.ifPresent(ActorSystem::terminate);
    system.ifPresent(running -> running.getWhenTerminated().toCompletableFuture().join());
    logs.ifPresent(RunLogs::close);
    directory.close();
  }
}
