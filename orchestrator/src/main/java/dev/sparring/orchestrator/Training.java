package dev.sparring.orchestrator;

import akka.actor.typed.ActorSystem;
import dev.sparring.cluster.ClusterConfig;
import dev.sparring.cluster.ControlAddress;
import dev.sparring.cluster.TrainerCluster;
import dev.sparring.core.config.Settings;
import dev.sparring.orchestrator.run.RunLogs;
import dev.sparring.orchestrator.run.Summary;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A run from its configuration to its summary, in this JVM, with an actor system of its own. {@link
 * Sparring} has runs in the actor system of somebody else.
 *
 * <pre>
 * try (Training training = Training.start(settings, event -> {})) {
 *   Summary summary = training.end().join();
 * }
 * </pre>
 */
public final class Training implements AutoCloseable {
  private final PreparedRun run;
  private final Optional<ActorSystem<Orchestrator.Command>> system;
  private final CompletableFuture<Summary> end = new CompletableFuture<>();

  private Training(PreparedRun run, String name) {
    this.run = run;
    this.system = run.plan().map(plan -> begin(plan, name));
    if (system.isEmpty()) {
      release(null);
    }
  }

  private ActorSystem<Orchestrator.Command> begin(Orchestrator.Plan plan, String name) {
    run.openLogs(name);
    ActorSystem<Orchestrator.Command> running =
        ActorSystem.create(
            Orchestrator.create(plan),
            name,
            plan.cluster().map(TrainerCluster::config).orElseGet(ClusterConfig::local));
    running
        .getWhenTerminated()
        .whenCompleteAsync(
            (done, failure) -> release(failure), work -> new Thread(work, "sparring-end").start());
    return running;
  }

  /** The actors have stopped. Only when everything is closed, the run has ended. */
  private void release(Throwable failure) {
    run.release(failure)
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
   * @param subscriber called from a thread of its own; what it throws is logged and changes nothing
   */
  public static Training start(Settings settings, Consumer<? super RunEvent> subscriber) {
    return of(TrainingRequest.start(settings).subscriber(subscriber));
  }

  /**
   * Goes on with a run from its newest whole checkpoint; metrics and rollouts after it are cut. Of
   * a run that is over nothing is touched, and {@link #end} has its summary at once.
   *
   * @param now the configuration as it is asked for now; a change that a run can't take is refused
   * @param subscriber called from a thread of its own; what it throws is logged and changes nothing
   */
  public static Training resume(Path run, Settings now, Consumer<? super RunEvent> subscriber) {
    return of(TrainingRequest.resume(run, now).subscriber(subscriber));
  }

  /** Starts, or goes on, as the request says. */
  public static Training of(TrainingRequest request) {
    String name = RunLogs.freshSystem();
    return new Training(
        PreparedRun.of(request, listening -> ControlAddress.own(name, listening)), name);
  }

  /** Where the run is. */
  public Path directory() {
    return run.directory();
  }

  /**
   * Completed when the run has ended, however it did: the policy is closed, the subscribers have
   * seen everything, and the run's lock is free. Callbacks on it may call {@link #close}.
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
   * written is finished by the worker but not committed. When a subscriber calls this, it does not
   * wait.
   */
  @Override
  public void close() {
    system.ifPresent(ActorSystem::terminate);
    if (!run.isDelivering()) {
      end.handle((summary, failure) -> summary).join();
    }
  }
}
