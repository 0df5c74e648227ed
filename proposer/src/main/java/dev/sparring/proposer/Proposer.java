package dev.sparring.proposer;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import dev.sparring.core.ProposedRound;
import dev.sparring.core.Role;
import dev.sparring.core.Round;
import dev.sparring.core.Sampling;
import dev.sparring.core.WireMessage;
import dev.sparring.core.task.Task;
import dev.sparring.policy.worker.GenerationActor;
import dev.sparring.policy.worker.GenerationRole;
import dev.sparring.policy.worker.WorkerPool;
import java.util.function.Consumer;

/**
 * Has a round's problems written, parses them, and passes the round on. A job that fails is sent
 * once more; a second failure loses the round's proposals, each with its reason.
 */
public final class Proposer {
  private Proposer() {}

  /** What a proposer does. */
  public sealed interface Command extends WireMessage {}

  /** Write the problems of a round. */
  public record Propose(Round round) implements Command, GenerationRole.Request {
    @Override
    public String job() {
      return round.idPrefix() + "-propose";
    }
  }

  /**
   * A proposer.
   *
   * @param writer whose weights write: {@link Role#PROPOSER}, or {@link Role#BASE}
   * @param next is given each round's proposals
   */
  public static Behavior<Command> create(
      Task task,
      Role writer,
      Sampling sampling,
      ActorRef<WorkerPool.Command> worker,
      Consumer<ProposedRound> next) {
    return GenerationActor.create(
            new GenerationActor.LogNames("proposer", Proposer.class),
            Propose.class,
            new Proposals(task, writer),
            sampling,
            worker,
            next)
        .narrow();
  }
}
