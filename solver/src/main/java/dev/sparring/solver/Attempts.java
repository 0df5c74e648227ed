package dev.sparring.solver;

import dev.sparring.core.Adapted;
import dev.sparring.core.Attempt;
import dev.sparring.core.AttemptedRound;
import dev.sparring.core.Ballot;
import dev.sparring.core.ChatMessage;
import dev.sparring.core.Completion;
import dev.sparring.core.DropReason;
import dev.sparring.core.Problem;
import dev.sparring.core.ProposedRound;
import dev.sparring.core.RandomStream;
import dev.sparring.core.Role;
import dev.sparring.core.Round;
import dev.sparring.core.Turns;
import dev.sparring.core.task.Parsed;
import dev.sparring.core.task.Task;
import dev.sparring.policy.sample.Prompt;
import dev.sparring.policy.worker.GenerationRole;
import dev.sparring.policy.worker.WorkerPool;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The prompts of a round's problems, each asked several times, and what was written as attempts.
 */
final class Attempts implements GenerationRole<Solver.Solve, AttemptedRound> {
  private final Task task;

  Attempts(Task task) {
    this.task = task;
  }

  /**
   * A problem asked in one way.
   *
   * @param role who is asked
   * @param samples those of the problem that are asked so
   */
  private record Asked(
      Role role, Problem problem, List<ChatMessage> question, List<Integer> samples) {}

  /** A problem's ways one after the other, no more of them than it has samples. */
  private List<Asked> asked(ProposedRound proposed) {
    List<Asked> asked = new ArrayList<>(asked(proposed, Role.SOLVER, proposed.round().samples()));
    asked.addAll(asked(proposed, Role.BASE, proposed.round().baseSamples()));
    return asked;
  }

  private List<Asked> asked(ProposedRound proposed, Role role, int samples) {
    List<Asked> asked = new ArrayList<>();
    for (Problem problem : proposed.problems()) {
      List<List<ChatMessage>> questions = task.questions(problem.text());
      int ways = Math.min(questions.size(), samples);
      for (int way = 0; way < ways; way++) {
        List<Integer> inTurn =
            IntStream.iterate(way, n -> n < samples, n -> n + ways).boxed().toList();
        asked.add(new Asked(role, problem, questions.get(way), inTurn));
      }
    }
    return asked;
  }

  /** One for each way in which a problem is asked; the samples of a prompt share its prefill. */
  @Override
  public List<Prompt> prompts(Solver.Solve solve) {
    return asked(solve.proposed()).stream().map(asked -> prompt(asked, solve.round())).toList();
  }

  private static Prompt prompt(Asked asked, Round round) {
    Problem problem = asked.problem();
    List<RandomStream> streams =
        asked.samples().stream().map(n -> round.stream(asked.role(), problem.index(), n)).toList();
    return new Prompt(problem.id(), asked.role(), asked.question(), "", streams);
  }

  /** Reads the answers to {@link #prompts}; what could not be asked has its attempts failed. */
  @Override
  public AttemptedRound read(Solver.Solve solve, WorkerPool.Generated written) {
    List<Attempt> attempts = new ArrayList<>();
    Map<String, DropReason.Lost> failed = new LinkedHashMap<>();
    List<Ballot> ballots = new ArrayList<>();
    List<Asked> all = asked(solve.proposed());
    for (int i = 0; i < all.size(); i++) {
      Asked asked = all.get(i);
      if (asked.role().equals(Role.BASE)) {
        written.completions().get(i).completions().stream()
            .map(c -> new Ballot(asked.problem().id(), Role.BASE, answer(asked.problem(), c)))
            .forEach(ballots::add);
        continue;
      }
      Optional<String> refusal = written.completions().get(i).refusal();
      if (refusal.isPresent()) {
        DropReason.Lost lost = new DropReason.Lost(refusal.get());
        asked.samples().forEach(n -> failed.put(id(asked.problem(), n), lost));
        continue;
      }
      List<Completion> completions = written.completions().get(i).completions();
      for (int c = 0; c < completions.size(); c++) {
        attempts.add(read(asked.problem(), asked.samples().get(c), completions.get(c)));
      }
    }
    return new AttemptedRound(
        solve.proposed(), attempts, failed, ballots, Turns.NONE, Adapted.NONE, written.seconds());
  }

  /** A round of which no answer was written. */
  @Override
  public AttemptedRound lost(Solver.Solve solve, String cause) {
    ProposedRound proposed = solve.proposed();
    Map<String, DropReason.Lost> failed = new LinkedHashMap<>();
    for (Problem problem : proposed.problems()) {
      for (int n = 0; n < proposed.round().samples(); n++) {
        failed.put(id(problem, n), new DropReason.Lost(cause));
      }
    }
    return new AttemptedRound(proposed, List.of(), failed, 0);
  }

  @Override
  public String summary(AttemptedRound attempted) {
    return String.format(
        Locale.ROOT,
        "%d answers to %d problems, %d well-formed, %d truncated, %d lost",
        attempted.attempts().size(),
        attempted.proposed().problems().size(),
        attempted.attempts().stream().filter(a -> a.answer().isPresent()).count(),
        attempted.attempts().stream().filter(a -> a.completion().truncated()).count(),
        attempted.failed().size());
  }

  private Attempt read(Problem problem, int sample, Completion completion) {
    Optional<String> answer = answer(problem, completion);
    String format =
        answer.isPresent() ? task.format(problem.text(), completion.text()) : Attempt.MALFORMED;
    return new Attempt(id(problem, sample), problem.id(), sample, completion, answer, format);
  }

  private Optional<String> answer(Problem problem, Completion completion) {
    Parsed<String> parsed =
        completion.truncated()
            ? Parsed.malformed("truncated")
            : task.parseAnswer(problem.text(), completion.text());
    return parsed instanceof Parsed.Read<String> read
        ? Optional.of(read.value())
        : Optional.empty();
  }

  private static String id(Problem problem, int sample) {
    return String.format(Locale.ROOT, "%s-a%02d", problem.id(), sample);
  }
}
