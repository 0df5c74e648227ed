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
 * Has scratch adapters learn from a round's attempts and answer questions, where the kind of
 * self-play judges attempts by that, and passes the round on. A job that fails is sent once more; a
 * second failure loses what was to be tried, each attempt with its reason.
 */
public final class AdaptationRunner {
  private AdaptationRunner() {}

  /** What it does. */
  public sealed interface Command extends WireMessage {}

  /** Try the attempts of a round. */
  public record Try(AttemptedRound attempted) implements Command, GenerationRole.Request {
    @Override
    public Round round() {
      return attempted.proposed().round();
    }

    @Override
    public String job() {
      return round().idPrefix() + "-adapt";
    }
  }

  /**
   * An actor that has attempts tried.
   *
   * @param sampling of the first answers; questions are answered greedily
   * @param next is given each round with what came of it
   */
  public static Behavior<Command> create(
      SelfPlay play,
      Sampling sampling,
      ActorRef<WorkerPool.Command> pool,
      Consumer<AttemptedRound> next) {
    if (play.innerLoop().isEmpty()) {
      return Behaviors.receiveMessage(
          asked -> {
            next.accept(((Try) asked).attempted());
            return Behaviors.same();
          });
    }
    return GenerationActor.create(
            new GenerationActor.LogNames("adaptations", AdaptationRunner.class),
            Try.class,
            new AdaptationsOfRound(play.innerLoop().get()),
            sampling.greedy(),
            pool,
            next)
        .narrow();
  }
}
