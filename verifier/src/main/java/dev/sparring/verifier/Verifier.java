package dev.sparring.verifier;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import dev.sparring.core.AttemptedRound;
import dev.sparring.core.ScoredRound;
import dev.sparring.core.StepVersion;
import dev.sparring.core.Verdict;
import dev.sparring.core.WireMessage;
import dev.sparring.core.reward.RoundScorer;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Votes on the answers of a round, derives both roles' rewards, and hands the round on. */
public final class Verifier extends AbstractBehavior<Verifier.Command> {
  /** What a verifier does. */
  public sealed interface Command extends WireMessage {}

  /** Score the answers of a round. */
  public record Verify(AttemptedRound attempted) implements Command {}

  private final RoundScorer scoring;
  private final Consumer<ScoredRound> next;

  private Verifier(ActorContext<Command> context, RoundScorer scoring, Consumer<ScoredRound> next) {
    super(context);
    context.setLoggerName(Verifier.class);
    this.scoring = scoring;
    this.next = next;
  }

  /**
   * A verifier.
   *
   * @param next is given each scored round
   */
  public static Behavior<Command> create(RoundScorer scoring, Consumer<ScoredRound> next) {
    return Behaviors.withMdc(
        Command.class,
        StepVersion.role("verifier"),
        Verifier::logged,
        Behaviors.setup(context -> new Verifier(context, scoring, next)));
  }

  private static Map<String, String> logged(Command command) {
    return command instanceof Verify verify
        ? verify.attempted().proposed().round().stepVersion().logged()
        : Map.of();
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder().onMessage(Verify.class, this::onVerify).build();
  }

  private Behavior<Command> onVerify(Verify verify) {
    long start = System.nanoTime();
    ScoredRound scored = scoring.score(verify.attempted(), () -> (System.nanoTime() - start) / 1e9);
    getContext()
        .getLog()
        .info(
            "{} of {} problems have a label; majority share {}",
            scored.verdicts().stream().filter(v -> v.label().isPresent()).count(),
            scored.verdicts().size(),
            String.format(
                Locale.ROOT,
                "%.2f",
                scored.verdicts().stream().mapToDouble(Verdict::share).average().orElse(0)));
    next.accept(scored);
    return this;
  }
}
