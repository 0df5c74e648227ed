package dev.sparring.orchestrator;

import akka.actor.typed.ActorRef;
import dev.sparring.core.RunState;
import dev.sparring.orchestrator.run.GuardDecision;
import dev.sparring.orchestrator.run.RunWriter;
import dev.sparring.policy.worker.PolicyWorker;
import java.nio.file.Path;
import java.util.Optional;

/** A checkpoint in two parts: the worker writes its weights, then the notebook closes the book. */
final class Checkpointer {
  private final RunWriter writer;
  private final ActorRef<PolicyWorker.Command> worker;
  private final ActorRef<PolicyWorker.Reply> replies;
  private int newest = -1;
  private Runnable then;

  Checkpointer(
      RunWriter writer,
      ActorRef<PolicyWorker.Command> worker,
      ActorRef<PolicyWorker.Reply> replies) {
    this.writer = writer;
    this.worker = worker;
    this.replies = replies;
  }

  /** Says that a state has a checkpoint already. */
  void has(RunState state) {
    newest = state.step();
  }

  /**
   * Has a checkpoint made, unless there is one of this step.
   *
   * @param afterwards what the run goes on with
   */
  void make(RunState state, Runnable afterwards) {
    if (newest == state.step()) {
      afterwards.run();
    } else {
      then = afterwards;
      String directory = writer.beginCheckpoint(state.step()).toString();
      worker.tell(new PolicyWorker.Save("save", state.stepVersion(), directory, replies));
    }
  }

  /** The weights are written: makes them a checkpoint. */
  Path commit(RunState state, Optional<GuardDecision> ending) {
    Path path = writer.commitCheckpoint(state, ending);
    newest = state.step();
    return path;
  }

  /** Goes on with what the checkpoint was made before. */
  void goOn() {
    then.run();
  }
}
