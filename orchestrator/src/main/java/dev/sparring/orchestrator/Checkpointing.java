package dev.sparring.orchestrator;

import akka.actor.typed.ActorRef;
import dev.sparring.core.RunState;
import dev.sparring.orchestrator.run.Ending;
import dev.sparring.orchestrator.run.Notebook;
import dev.sparring.policy.worker.PolicyWorker;
import java.nio.file.Path;
import java.util.Optional;

/** A checkpoint in two parts: the worker writes its weights, then the notebook closes the book. */
final class Checkpointing {
  private final Notebook notebook;
  private final ActorRef<PolicyWorker.Command> worker;
  private final ActorRef<PolicyWorker.Reply> replies;
  private int newest = -1;
  private Runnable then;

  Checkpointing(
      Notebook notebook,
      ActorRef<PolicyWorker.Command> worker,
      ActorRef<PolicyWorker.Reply> replies) {
    this.notebook = notebook;
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
      String directory = notebook.beginCheckpoint(state.step()).toString();
      worker.tell(new PolicyWorker.Save("save", state.moment(), directory, replies));
    }
  }

  /** The weights are written: makes them a checkpoint. */
  Path commit(RunState state, Optional<Ending> ending) {
    Path path = notebook.commitCheckpoint(state, ending);
    newest = state.step();
    return path;
  }

  /** Goes on with what the checkpoint was made before. */
  void goOn() {
    then.run();
  }
}
