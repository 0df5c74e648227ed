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
import dev.sparring.core.check.AnswerChecker;
import dev.sparring.core.check.Checks;
import dev.sparring.core.check.Judgement;
import dev.sparring.core.check.Mark;
import dev.sparring.core.reward.RoundScorer;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Has the answers of a round judged, derives both roles' rewards when all judgements are there, and
 * hands the round on. The checker replies later; the actor waits for nothing.
 */
public final class Verifier extends AbstractBehavior<Verifier.Command> {
  /** What a verifier does. */
  public sealed interface Command extends WireMessage {}

  /** Score the answers of a round. */
  public record Verify(AttemptedRound attempted) implements Command {}

  private record Judged(
      AttemptedRound attempted, long since, List<Judgement> judgements, Throwable failure)
      implements Command {}

  private final AnswerChecker checker;
  private final RoundScorer scoring;
  private final Consumer<ScoredRound> next;

  private Verifier(
      ActorContext<Command> context,
      AnswerChecker checker,
      RoundScorer scoring,
      Consumer<ScoredRound> next) {
    super(context);
    context.setLoggerName(Verifier.class);
    this.checker = checker;
    this.scoring = scoring;
    this.next = next;
  }

  /**
   * A verifier.
   *
   * @param checker who made it closes it
   * @param next is given each scored round
   */
  public static Behavior<Command> create(
      AnswerChecker checker, RoundScorer scoring, Consumer<ScoredRound> next) {
    return Behaviors.withMdc(
        Command.class,
        StepVersion.role("verifier"),
        Verifier::logged,
        Behaviors.setup(context -> new Verifier(context, checker, scoring, next)));
  }

  private static Map<String, String> logged(Command command) {
    AttemptedRound attempted =
        command instanceof Verify verify ? verify.attempted() : ((Judged) command).attempted();
    return attempted.proposed().round().stepVersion().logged();
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Verify.class, this::onVerify)
        .onMessage(Judged.class, this::onJudged)
        .build();
  }

  private Behavior<Command> onVerify(Verify verify) {
    long since = System.nanoTime();
    AttemptedRound attempted = verify.attempted();
    getContext()
        .pipeToSelf(
            Checks.all(checker, Checks.of(attempted)),
            (judgements, failure) -> new Judged(attempted, since, judgements, failure));
    return this;
  }

  private Behavior<Command> onJudged(Judged judged) {
    if (judged.failure() != null) {
      throw new IllegalStateException(
          "the checker failed: " + judged.failure().getMessage(), judged.failure());
    }
    ScoredRound scored =
        scoring.score(
            judged.attempted(),
            judged.judgements(),
            () -> (System.nanoTime() - judged.since()) / 1e9);
    log(scored);
    next.accept(scored);
    return this;
  }

  private void log(ScoredRound scored) {
    List<Verdict> verdicts = scored.verdicts();
    Collection<Mark> marks = scored.marks().values();
    if (marks.isEmpty()) {
      getContext()
          .getLog()
          .info(
              "{} of {} problems have a label; majority share {}",
              verdicts.stream().filter(v -> v.label().isPresent()).count(),
              verdicts.size(),
              String.format(
                  Locale.ROOT,
                  "%.2f",
                  verdicts.stream().mapToDouble(Verdict::share).average().orElse(0)));
    } else {
      getContext()
          .getLog()
          .info(
              "{} of {} answers pass all tests; {} could not be judged",
              marks.stream().filter(m -> m instanceof Mark.Judged j && j.whole()).count(),
              marks.size(),
              marks.stream().filter(Mark.Unjudged.class::isInstance).count());
    }
  }
}
