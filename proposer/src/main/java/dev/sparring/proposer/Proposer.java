package dev.sparring.proposer;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import dev.sparring.core.DropReason;
import dev.sparring.core.Proposal;
import dev.sparring.core.ProposedRound;
import dev.sparring.core.Round;
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
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Has a round's problems written, parses them, and passes the round on. A job that fails is sent
 * once more; a second failure loses the round's proposals, each with its reason.
 */
public final class Proposer extends AbstractBehavior<Proposer.Command> {
  /** What a proposer does. */
  public sealed interface Command extends WireMessage {}

  /** Write the problems of a round. */
  public record Propose(Round round) implements Command {}

  private record Written(WorkerPool.Reply reply) implements Command {}

  private final Proposals proposals;
  private final GenerationJobs<Round> jobs;
  private final Consumer<ProposedRound> next;

  private Proposer(
      ActorContext<Command> context,
      Task task,
      Sampling sampling,
      ActorRef<WorkerPool.Command> worker,
      Consumer<ProposedRound> next) {
    super(context);
    context.setLoggerName(Proposer.class);
    this.proposals = new Proposals(task);
    this.next = next;
    ActorRef<WorkerPool.Reply> replies =
        context.messageAdapter(WorkerPool.Reply.class, Written::new);
    this.jobs = new GenerationJobs<>(context, worker, replies, sampling, new Jobs());
  }

  /**
   * A proposer.
   *
   * @param next is given each round's proposals
   */
  public static Behavior<Command> create(
      Task task,
      Sampling sampling,
      ActorRef<WorkerPool.Command> worker,
      Consumer<ProposedRound> next) {
    return Behaviors.setup(
        context -> {
          Proposer proposer = new Proposer(context, task, sampling, worker, next);
          return Behaviors.withMdc(
              Command.class, StepVersion.role("proposer"), proposer::logged, proposer);
        });
  }

  private Map<String, String> logged(Command command) {
    Optional<Round> round =
        command instanceof Propose propose
            ? Optional.of(propose.round())
            : command instanceof Written written
                ? jobs.request(written.reply().job())
                : Optional.empty();
    return round.map(r -> r.stepVersion().logged()).orElse(Map.of());
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Propose.class, this::onPropose)
        .onMessage(Written.class, this::onWritten)
        .build();
  }

  private Behavior<Command> onPropose(Propose propose) {
    jobs.send(propose.round().idPrefix() + "-propose", propose.round());
    return this;
  }

  private Behavior<Command> onWritten(Written written) {
    jobs.answered(written.reply());
    return this;
  }

  private final class Jobs implements GenerationJobs.Owner<Round> {
    @Override
    public List<Prompt> prompts(Round round) {
      return proposals.prompts(round);
    }

    @Override
    public StepVersion stepVersion(Round round) {
      return round.stepVersion();
    }

    @Override
    public void generated(Round round, WorkerPool.Generated reply) {
      List<Proposal> read = proposals.read(round, reply.completions());
      pass(new ProposedRound(round, read, reply.seconds()));
    }

    @Override
    public void lost(Round round, String cause) {
      pass(new ProposedRound(round, proposals.lost(round, cause), 0));
    }
  }

  private void pass(ProposedRound proposed) {
    getContext()
        .getLog()
        .info(
            "{} of {} proposals are well-formed, for example {}; rejected: {}",
            proposed.problems().size(),
            proposed.proposals().size(),
            proposed.problems().stream().findFirst().map(p -> p.text()).orElse("none"),
            rejected(proposed));
    next.accept(proposed);
  }

  private static String rejected(ProposedRound proposed) {
    Map<String, Integer> counts = new TreeMap<>();
    proposed.proposals().stream()
        .flatMap(proposal -> proposal.rejection().stream())
        .map(DropReason::text)
        .forEach(reason -> counts.merge(reason, 1, Integer::sum));
    return counts.isEmpty() ? "none" : counts.toString();
  }
}
