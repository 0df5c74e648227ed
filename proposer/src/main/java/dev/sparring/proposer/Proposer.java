package dev.sparring.proposer;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import dev.sparring.core.Proposal;
import dev.sparring.core.ProposedRound;
import dev.sparring.core.Round;
import dev.sparring.core.Sampling;
import dev.sparring.core.StepVersion;
import dev.sparring.core.WireMessage;
import dev.sparring.core.task.Task;
import dev.sparring.policy.worker.PolicyWorker;
import dev.sparring.policy.worker.PolicyWorker.Generate;
import dev.sparring.policy.worker.PolicyWorker.Generated;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Has a round's problems written, drops those that are malformed or not new, each with its reason,
 * and hands the rest on. A job that failed is handed out once more; what fails again is lost to the
 * machinery, and said so.
 */
public final class Proposer extends AbstractBehavior<Proposer.Command> {
  /** What a proposer does. */
  public sealed interface Command extends WireMessage {}

  /** Propose the problems of a round. */
  public record Propose(Round round) implements Command {}

  private record Written(PolicyWorker.Reply reply) implements Command {}

  private static final String AGAIN = "-again";

  private final ActorRef<PolicyWorker.Command> worker;
  private final Sampling sampling;
  private final Proposals proposals;
  private final Consumer<ProposedRound> next;
  private final ActorRef<PolicyWorker.Reply> replies;
  private final Map<String, Round> open = new HashMap<>();

  private Proposer(
      ActorContext<Command> context,
      Task task,
      Sampling sampling,
      ActorRef<PolicyWorker.Command> worker,
      Consumer<ProposedRound> next) {
    super(context);
    context.setLoggerName(Proposer.class);
    this.worker = worker;
    this.sampling = sampling;
    this.proposals = new Proposals(task);
    this.next = next;
    this.replies = context.messageAdapter(PolicyWorker.Reply.class, Written::new);
  }

  /**
   * A proposer.
   *
   * @param next is given each round's problems
   */
  public static Behavior<Command> create(
      Task task,
      Sampling sampling,
      ActorRef<PolicyWorker.Command> worker,
      Consumer<ProposedRound> next) {
    return Behaviors.setup(
        context -> {
          Proposer proposer = new Proposer(context, task, sampling, worker, next);
          return Behaviors.withMdc(
              Command.class, StepVersion.role("proposer"), proposer::logged, proposer);
        });
  }

  private Map<String, String> logged(Command command) {
    Round round =
        command instanceof Propose propose
            ? propose.round()
            : command instanceof Written written ? open.get(written.reply().job()) : null;
    return round == null ? Map.of() : round.stepVersion().logged();
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Propose.class, this::onPropose)
        .onMessage(Written.class, this::onWritten)
        .build();
  }

  private Behavior<Command> onPropose(Propose propose) {
    send(propose.round().idPrefix() + "-propose", propose.round());
    return this;
  }

  private void send(String job, Round round) {
    open.put(job, round);
    worker.tell(
        new Generate(job, round.stepVersion(), proposals.prompts(round), sampling, replies));
  }

  private Behavior<Command> onWritten(Written written) {
    String job = written.reply().job();
    Round round = open.remove(job);
    if (round == null) {
      getContext().getLog().warn("{} has been answered before; this answer is not counted", job);
    } else if (written.reply() instanceof Generated generated) {
      List<Proposal> read = proposals.read(round, generated.completions());
      pass(new ProposedRound(round, read, generated.seconds()));
    } else if (written.reply() instanceof PolicyWorker.Failed failed) {
      if (job.endsWith(AGAIN)) {
        pass(new ProposedRound(round, proposals.lost(round, failed.reason()), 0));
      } else {
        getContext().getLog().warn("{} failed and is handed out again: {}", job, failed.reason());
        send(job + AGAIN, round);
      }
    }
    return this;
  }

  private void pass(ProposedRound proposed) {
    getContext()
        .getLog()
        .info(
            "{} of {} proposals are well-formed and new, for example {}; refused: {}",
            proposed.problems().size(),
            proposed.proposals().size(),
            proposed.problems().stream().findFirst().map(p -> p.text()).orElse("none"),
            refused(proposed));
    next.accept(proposed);
  }

  private static String refused(ProposedRound proposed) {
    Map<String, Integer> counts = new TreeMap<>();
    proposed
        .proposals()
        .forEach(p -> p.rejection().ifPresent(reason -> counts.merge(reason, 1, Integer::sum)));
    return counts.isEmpty() ? "none" : counts.toString();
  }
}
