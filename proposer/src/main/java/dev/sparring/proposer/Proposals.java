package dev.sparring.proposer;

import dev.sparring.core.Completion;
import dev.sparring.core.Outcome;
import dev.sparring.core.Problem;
import dev.sparring.core.Proposal;
import dev.sparring.core.RandomStream;
import dev.sparring.core.Role;
import dev.sparring.core.Round;
import dev.sparring.core.task.Parsed;
import dev.sparring.core.task.Task;
import dev.sparring.policy.Completions;
import dev.sparring.policy.sample.Prompt;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Asks for a round's problems and reads them. */
final class Proposals {
  private final Task task;
  private final Set<String> heldOut;

  Proposals(Task task) {
    this.task = task;
    this.heldOut = new HashSet<>();
    for (String problem : task.excluded()) {
      heldOut.add(key(problem));
    }
  }

  private String key(String problem) {
    return task.parseProblem(problem) instanceof Parsed.Read<Task.Statement> read
        ? read.value().key()
        : problem;
  }

  /** One prompt a problem, each with random numbers of its own. */
  List<Prompt> prompts(Round round) {
    return IntStream.range(0, round.problems())
        .mapToObj(
            i -> {
              var stream = round.stream(Role.PROPOSER, i, 0);
              return new Prompt(
                  id(round, i), Role.PROPOSER, task.topic(topic(stream)), "", List.of(stream));
            })
        .toList();
  }

  /** Random numbers of a proposal's prompt, apart from those that it is sampled with. */
  private static RandomStream topic(RandomStream proposal) {
    return proposal.child("topic");
  }

  private static String id(Round round, int index) {
    return String.format(Locale.ROOT, "%s-p%03d", round.idPrefix(), index);
  }

  /** Reads what was written, in order: the first of two equal problems counts. */
  List<Proposal> read(Round round, List<Completions> written) {
    Set<String> here = new HashSet<>();
    List<Proposal> proposals = new ArrayList<>();
    for (int i = 0; i < written.size(); i++) {
      Optional<String> refusal = written.get(i).refusal();
      proposals.add(
          refusal.isPresent()
              ? lost(round, i, refusal.get())
              : read(round, i, written.get(i).completions().get(0), here));
    }
    return proposals;
  }

  /** A round of which nothing was written. */
  List<Proposal> lost(Round round, String reason) {
    return IntStream.range(0, round.problems()).mapToObj(i -> lost(round, i, reason)).toList();
  }

  private static Proposal lost(Round round, int index, String reason) {
    return new Proposal(
        id(round, index),
        Completion.NONE,
        Optional.empty(),
        Optional.of(Outcome.Dropped.INFRASTRUCTURE + ": " + reason),
        Optional.empty());
  }

  private Proposal read(Round round, int index, Completion completion, Set<String> here) {
    String id = id(round, index);
    Parsed<Task.Statement> parsed = parsed(round, index, completion);
    if (parsed instanceof Parsed.Malformed<Task.Statement> malformed) {
      String reason = "malformed: " + malformed.reason();
      return new Proposal(id, completion, Optional.empty(), Optional.of(reason), Optional.empty());
    }
    Task.Statement statement = ((Parsed.Read<Task.Statement>) parsed).value();
    String key = statement.key();
    Optional<String> rejection =
        heldOut.contains(key)
            ? Optional.of("held-out")
            : round.archive().contains(key)
                ? Optional.of("seen")
                : here.add(key) ? Optional.empty() : Optional.of("duplicate");
    Optional<Problem> problem =
        rejection.isPresent()
            ? Optional.empty()
            : Optional.of(new Problem(id, index, key, statement.text()));
    return new Proposal(id, completion, problem, rejection, Optional.of(key));
  }

  private Parsed<Task.Statement> parsed(Round round, int index, Completion completion) {
    if (completion.truncated()) {
      return Parsed.malformed("truncated");
    }
    Parsed<Task.Statement> parsed = task.parseProblem(completion.text());
    return parsed instanceof Parsed.Read<Task.Statement> read
        ? task.unasked(read.value(), topic(round.stream(Role.PROPOSER, index, 0)))
            .<Parsed<Task.Statement>>map(Parsed::malformed)
            .orElse(parsed)
        : parsed;
  }
}
