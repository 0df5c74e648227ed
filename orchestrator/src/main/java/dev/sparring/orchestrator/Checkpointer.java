package dev.sparring.orchestrator;

import akka.actor.typed.ActorRef;
import dev.sparring.core.RunState;
import dev.sparring.orchestrator.run.GuardDecision;
import dev.sparring.orchestrator.run.RunWriter;
import dev.sparring.policy.worker.WorkerPool;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Makes checkpoints in two steps: the worker writes weights and optimizer state; RunWriter then
 * adds the run state and the manifest.
 */
final class Checkpointer {
  private static final int NONE = -1;

  private final RunWriter writer;
  private final ActorRef<WorkerPool.Command> pool;
  private final ActorRef<WorkerPool.Reply> replies;
  private int newest = NONE;

  Checkpointer(
      RunWriter writer, ActorRef<WorkerPool.Command> pool, ActorRef<WorkerPool.Reply> replies) {
    this.writer = writer;
    this.pool = pool;
    this.replies = replies;
  }

  /** The run was resumed from the checkpoint of this state. */
  void resumedFrom(RunState state) {
    newest = state.step();
  }

  /** Whether this state has a checkpoint already. */
  boolean has(RunState state) {
    return newest == state.step();
  }

  /** Has the worker write the weights; gives the job that it replies to. */
  String begin(RunState state) {
    String job = state.idPrefix() + "-save";
    String directory = writer.beginCheckpoint(state.step()).toString();
    pool.tell(new WorkerPool.Save(job, state.stepVersion(), directory, replies));
    return job;
  }

  /** The weights are written: makes them a checkpoint. */
  Path commit(RunState state, Optional<GuardDecision> decision) {
    Path path = writer.commitCheckpoint(state, decision);
    newest = state.step();
    return path;
  }
}
