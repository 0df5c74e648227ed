package dev.sparring.solver;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import dev.sparring.core.AttemptedRound;
import dev.sparring.core.ProposedRound;
import dev.sparring.core.Round;
import dev.sparring.core.Sampling;
import dev.sparring.core.WireMessage;
import dev.sparring.core.task.Task;
import dev.sparring.policy.worker.GenerationActor;
import dev.sparring.policy.worker.GenerationRole;
import dev.sparring.policy.worker.WorkerPool;
import java.util.function.Consumer;

/**
 * Has every problem of a round answered several times, reads the answers, and passes the round on.
 * A job that fails is sent once more; a second failure loses the round's attempts, each with its
 * reason.
 */
public final class Solver {
  private Solver() {}

  /** What a solver does. */
  public sealed interface Command extends WireMessage {}

  /** Answer the problems of a round. */
  public record Solve(ProposedRound proposed) implements Command, GenerationRole.Request {
    @Override
    public Round round() {
      return proposed.round();
    }

    @Override
    public String job() {
      return round().idPrefix() + "-solve";
    }
  }

  /**
   * A solver.
   *
   * @param next is given each round's answers
   */
  public static Behavior<Command> create(
      Task task,
      Sampling sampling,
      ActorRef<WorkerPool.Command> worker,
      Consumer<AttemptedRound> next) {
    return GenerationActor.create(
            new GenerationActor.LogNames("solver", Solver.class),
            Solve.class,
            new Attempts(task),
            sampling,
            worker,
            next)
        .narrow();
  }
}
