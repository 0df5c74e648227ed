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
import dev.sparring.policy.sample.Prompt;
import dev.sparring.policy.worker.GenerationJobs;
import dev.sparring.policy.worker.WorkerPool;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Has every problem of a round answered several times, reads the answers, and passes the round on.
 * A job that fails is sent once more; a second failure loses the round's attempts, each with its
 * reason.
 */
public final class Solver extends AbstractBehavior<Solver.Command> {
  /** What a solver does. */
  public sealed interface Command extends WireMessage {}

  /** Answer the problems of a round. */
  public record Solve(ProposedRound proposed) implements Command {}

  private record Written(WorkerPool.Reply reply) implements Command {}

  private final Attempts attempts;
  private final GenerationJobs<ProposedRound> jobs;
  private final Consumer<AttemptedRound> next;

  private Solver(
      ActorContext<Command> context,
      Task task,
      Sampling sampling,
      ActorRef<WorkerPool.Command> worker,
      Consumer<AttemptedRound> next) {
    super(context);
    context.setLoggerName(Solver.class);
    this.attempts = new Attempts(task);
    this.next = next;
    ActorRef<WorkerPool.Reply> replies =
        context.messageAdapter(WorkerPool.Reply.class, Written::new);
    this.jobs = new GenerationJobs<>(context, worker, replies, sampling, new Jobs());
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
    return Behaviors.setup(
        context -> {
          Solver solver = new Solver(context, task, sampling, worker, next);
          return Behaviors.withMdc(
              Command.class, StepVersion.role("solver"), solver::logged, solver);
        });
  }

  private Map<String, String> logged(Command command) {
    Optional<ProposedRound> proposed =
        command instanceof Solve solve
            ? Optional.of(solve.proposed())
            : command instanceof Written written
                ? jobs.request(written.reply().job())
                : Optional.empty();
    return proposed.map(p -> p.round().stepVersion().logged()).orElse(Map.of());
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Solve.class, this::onSolve)
        .onMessage(Written.class, this::onWritten)
        .build();
  }

  private Behavior<Command> onSolve(Solve solve) {
    jobs.send(solve.proposed().round().idPrefix() + "-solve", solve.proposed());
    return this;
  }

  private Behavior<Command> onWritten(Written written) {
    jobs.answered(written.reply());
    return this;
  }

  private final class Jobs implements GenerationJobs.Owner<ProposedRound> {
    @Override
    public List<Prompt> prompts(ProposedRound proposed) {
      return attempts.prompts(proposed);
    }

    @Override
    public StepVersion stepVersion(ProposedRound proposed) {
      return proposed.round().stepVersion();
    }

    @Override
    public void generated(ProposedRound proposed, WorkerPool.Generated reply) {
      pass(attempts.read(proposed, reply.completions(), reply.seconds()));
    }

    @Override
    public void lost(ProposedRound proposed, String cause) {
      pass(attempts.lost(proposed, cause));
    }
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
