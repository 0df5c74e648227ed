package dev.sparring.solver;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import dev.sparring.core.AttemptedRound;
import dev.sparring.core.ProposedRound;
import dev.sparring.core.Sampling;
import dev.sparring.core.StepVersion;
import dev.sparring.core.WireMessage;
import dev.sparring.core.task.Task;
import dev.sparring.policy.worker.PolicyWorker;
import dev.sparring.policy.worker.PolicyWorker.Generate;
import dev.sparring.policy.worker.PolicyWorker.Generated;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Has every problem of a round answered several times and hands the answers on. A job that failed
 * is handed out once more; what fails again is lost to the machinery, and said so.
 */
public final class Solver extends AbstractBehavior<Solver.Command> {
  /** What a solver does. */
  public sealed interface Command extends WireMessage {}

  /** Answer the problems of a round. */
  public record Solve(ProposedRound proposed) implements Command {}

  private record Written(PolicyWorker.Reply reply) implements Command {}

  private static final String AGAIN = "-again";

  private final ActorRef<PolicyWorker.Command> worker;
  private final Sampling sampling;
  private final Attempts attempts;
  private final Consumer<AttemptedRound> next;
  private final ActorRef<PolicyWorker.Reply> replies;
  private final Map<String, ProposedRound> open = new HashMap<>();

  private Solver(
      ActorContext<Command> context,
      Task task,
      Sampling sampling,
      ActorRef<PolicyWorker.Command> worker,
      Consumer<AttemptedRound> next) {
    super(context);
    context.setLoggerName(Solver.class);
    this.worker = worker;
    this.sampling = sampling;
    this.attempts = new Attempts(task);
    this.next = next;
    this.replies = context.messageAdapter(PolicyWorker.Reply.class, Written::new);
  }

  /**
   * A solver.
   *
   * @param next is given each round's answers
   */
  public static Behavior<Command> create(
      Task task,
      Sampling sampling,
      ActorRef<PolicyWorker.Command> worker,
      Consumer<AttemptedRound> next) {
    return Behaviors.setup(
        context -> {
          Solver solver = new Solver(context, task, sampling, worker, next);
          return Behaviors.withMdc(
              Command.class, StepVersion.role("solver"), solver::logged, solver);
        });
  }

  private Map<String, String> logged(Command command) {
    ProposedRound proposed =
        command instanceof Solve solve
            ? solve.proposed()
            : command instanceof Written written ? open.get(written.reply().job()) : null;
    return proposed == null ? Map.of() : proposed.round().stepVersion().logged();
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Solve.class, this::onSolve)
        .onMessage(Written.class, this::onWritten)
        .build();
  }

  private Behavior<Command> onSolve(Solve solve) {
    send(solve.proposed().round().idPrefix() + "-solve", solve.proposed());
    return this;
  }

  private void send(String job, ProposedRound proposed) {
    open.put(job, proposed);
    worker.tell(
        new Generate(
            job, proposed.round().stepVersion(), attempts.prompts(proposed), sampling, replies));
  }

  private Behavior<Command> onWritten(Written written) {
    String job = written.reply().job();
    ProposedRound proposed = open.remove(job);
    if (proposed == null) {
      getContext().getLog().warn("{} has been answered before; this answer is not counted", job);
    } else if (written.reply() instanceof Generated generated) {
      pass(attempts.read(proposed, generated.completions(), generated.seconds()));
    } else if (written.reply() instanceof PolicyWorker.Failed failed) {
      if (job.endsWith(AGAIN)) {
        pass(attempts.lost(proposed, failed.reason()));
      } else {
        getContext().getLog().warn("{} failed and is handed out again: {}", job, failed.reason());
        send(job + AGAIN, proposed);
      }
    }
    return this;
  }

  private void pass(AttemptedRound attempted) {
    getContext()
        .getLog()
        .info(
            "{} answers to {} problems, {} well-formed, {} truncated, {} lost",
            attempted.attempts().size(),
            attempted.proposed().problems().size(),
            attempted.attempts().stream().filter(a -> a.answer().isPresent()).count(),
            attempted.attempts().stream().filter(a -> a.completion().truncated()).count(),
            attempted.failed().size());
    next.accept(attempted);
  }
}
