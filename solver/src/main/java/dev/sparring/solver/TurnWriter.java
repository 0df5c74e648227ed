package dev.sparring.solver;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import dev.sparring.core.AttemptedRound;
import dev.sparring.core.Round;
import dev.sparring.core.Sampling;
import dev.sparring.core.WireMessage;
import dev.sparring.core.selfplay.SelfPlay;
import dev.sparring.policy.worker.GenerationActor;
import dev.sparring.policy.worker.GenerationRole;
import dev.sparring.policy.worker.WorkerPool;
import java.util.function.Consumer;

/**
 * Has the turns written that a kind of self-play adds to a round's answers, and passes the round
 * on. A job that fails is sent once more; a second failure loses the turns, each with its reason.
 */
public final class TurnWriter {
  private TurnWriter() {}

  /** What it does. */
  public sealed interface Command extends WireMessage {}

  /** Add the turns to a round. */
  public record Write(AttemptedRound attempted) implements Command, GenerationRole.Request {
    @Override
    public Round round() {
      return attempted.proposed().round();
    }

    @Override
    public String job() {
      return round().idPrefix() + "-turns";
    }
  }

  /**
   * An actor that writes turns.
   *
   * @param next is given each round with its turns
   */
  public static Behavior<Command> create(
      SelfPlay play,
      Sampling sampling,
      ActorRef<WorkerPool.Command> pool,
      Consumer<AttemptedRound> next) {
    if (play.roles().isEmpty()) {
      return Behaviors.receiveMessage(
          write -> {
            next.accept(((Write) write).attempted());
            return Behaviors.same();
          });
    }
    return GenerationActor.create(
            new GenerationActor.LogNames("turns", TurnWriter.class),
            Write.class,
            new TurnsOfRound(play),
            sampling,
            pool,
            next)
        .narrow();
  }
}
