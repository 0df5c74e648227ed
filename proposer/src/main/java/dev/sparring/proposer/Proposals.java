package dev.sparring.proposer;

import dev.sparring.core.Completion;
import dev.sparring.core.DropReason;
import dev.sparring.core.Problem;
import dev.sparring.core.Proposal;
import dev.sparring.core.ProposedRound;
import dev.sparring.core.Role;
import dev.sparring.core.Round;
import dev.sparring.core.task.Parsed;
import dev.sparring.core.task.Task;
import dev.sparring.policy.Completions;
import dev.sparring.policy.sample.Prompt;
import dev.sparring.policy.worker.GenerationRole;
import dev.sparring.policy.worker.WorkerPool;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The prompts of a round's problems, and what was written as proposals. */
final class Proposals implements GenerationRole<Proposer.Propose, ProposedRound> {
  private final Task task;
  private final Role writer;

  Proposals(Task task, Role writer) {
    this.task = task;
    this.writer = writer;
  }

  /** One prompt a problem that the task does not draw, each with random numbers of its own. */
  @Override
  public List<Prompt> prompts(Proposer.Propose propose) {
    Round round = propose.round();
    return IntStream.range(0, round.problems())
        .filter(i -> task.drawn(round.topic(i)).isEmpty())
        .mapToObj(
            i -> {
              var stream = round.stream(Role.PROPOSER, i, 0);
              return new Prompt(
                  round.proposalId(i),
                  writer,
                  task.topic(round.topic(i), round.references(i)),
                  "",
                  List.of(stream));
            })
        .toList();
  }

  /** Reads what was written, in order. */
  @Override
  public ProposedRound read(Proposer.Propose propose, WorkerPool.Generated written) {
    Round round = propose.round();
    Iterator<Completions> next = written.completions().iterator();
    List<Proposal> proposals = new ArrayList<>();
    for (int i = 0; i < round.problems(); i++) {
      Optional<Task.Statement> drawn = task.drawn(round.topic(i));
      if (drawn.isPresent()) {
        proposals.add(proposal(round, i, drawn.get(), Completion.NONE));
        continue;
      }
      Completions completions = next.next();
      Optional<String> refusal = completions.refusal();
      proposals.add(
          refusal.isPresent()
              ? lost(round, i, refusal.get())
              : read(round, i, completions.completions().get(0)));
    }
    return new ProposedRound(round, proposals, written.seconds());
  }

  /** A round of which nothing was written. */
  @Override
  public ProposedRound lost(Proposer.Propose propose, String cause) {
    Round round = propose.round();
    return new ProposedRound(
        round,
        IntStream.range(0, round.problems()).mapToObj(i -> lost(round, i, cause)).toList(),
        0);
  }

  @Override
  public String summary(ProposedRound proposed) {
    return String.format(
        Locale.ROOT,
        "%d of %d proposals are well-formed, for example %s; rejected: %s",
        proposed.problems().size(),
        proposed.proposals().size(),
        proposed.problems().stream().findFirst().map(Problem::text).orElse("none"),
        rejected(proposed));
  }

  private static String rejected(ProposedRound proposed) {
    Map<String, Integer> counts = new TreeMap<>();
    proposed.proposals().stream()
        .flatMap(proposal -> proposal.rejection().stream())
        .map(DropReason::text)
        .forEach(reason -> counts.merge(reason, 1, Integer::sum));
    return counts.isEmpty() ? "none" : counts.toString();
  }

  private static Proposal lost(Round round, int index, String cause) {
    return Proposal.rejected(round.proposalId(index), Completion.NONE, new DropReason.Lost(cause));
  }

  private Proposal read(Round round, int index, Completion completion) {
    String id = round.proposalId(index);
    Parsed<Task.Statement> parsed = parsed(round, index, completion);
    if (parsed instanceof Parsed.Malformed<Task.Statement> malformed) {
      return Proposal.rejected(id, completion, new DropReason.Malformed(malformed.reason()));
    }
    return proposal(round, index, ((Parsed.Read<Task.Statement>) parsed).value(), completion);
  }

  private static Proposal proposal(
      Round round, int index, Task.Statement statement, Completion completion) {
    Problem problem =
        new Problem(round.proposalId(index), index, statement.key(), statement.text());
    return Proposal.of(problem, completion);
  }

  private Parsed<Task.Statement> parsed(Round round, int index, Completion completion) {
    if (completion.truncated()) {
      return Parsed.malformed("truncated");
    }
    Parsed<Task.Statement> parsed = task.parseProblem(completion.text());
    return parsed instanceof Parsed.Read<Task.Statement> read
        ? task.unasked(read.value(), round.topic(index))
            .<Parsed<Task.Statement>>map(Parsed::malformed)
            .orElse(parsed)
        : parsed;
  }
}
