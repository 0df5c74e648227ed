package dev.sparring.solver;

import dev.sparring.core.Attempt;
import dev.sparring.core.AttemptedRound;
import dev.sparring.core.Completion;
import dev.sparring.core.Problem;
import dev.sparring.core.ProposedRound;
import dev.sparring.core.Role;
import dev.sparring.core.Round;
import dev.sparring.core.task.Parsed;
import dev.sparring.core.task.Task;
import dev.sparring.policy.Completions;
import dev.sparring.policy.sample.Prompt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/** Asks a round's problems, each several times, and reads the answers. */
final class Attempts {
  private final Task task;

  Attempts(Task task) {
    this.task = task;
  }

  /** One prompt a problem; its samples share the prefill. */
  List<Prompt> prompts(ProposedRound proposed) {
    Round round = proposed.round();
    return proposed.problems().stream()
        .map(
            problem ->
                new Prompt(
                    problem.id(),
                    Role.SOLVER,
                    task.question(problem.text()),
                    "",
                    LongStream.range(0, round.samples())
                        .mapToObj(n -> round.stream(Role.SOLVER, problem.index(), n))
                        .toList()))
        .toList();
  }

  /** Reads the answers; a problem that could not be asked has all its attempts failed. */
  AttemptedRound read(ProposedRound proposed, List<Completions> written, double seconds) {
    List<Attempt> attempts = new ArrayList<>();
    Map<String, String> failed = new LinkedHashMap<>();
    List<Problem> problems = proposed.problems();
    for (int i = 0; i < problems.size(); i++) {
      Problem problem = problems.get(i);
      Optional<String> refusal = written.get(i).refusal();
      if (refusal.isPresent()) {
        lose(problem, proposed.round(), refusal.get(), failed);
        continue;
      }
      List<Completion> completions = written.get(i).completions();
      for (int n = 0; n < completions.size(); n++) {
        attempts.add(read(problem, n, completions.get(n)));
      }
    }
    return new AttemptedRound(proposed, attempts, failed, seconds);
  }

  /** Every attempt lost to the machinery. */
  AttemptedRound lost(ProposedRound proposed, String reason) {
    Map<String, String> failed = new LinkedHashMap<>();
    proposed.problems().forEach(p -> lose(p, proposed.round(), reason, failed));
    return new AttemptedRound(proposed, List.of(), failed, 0);
  }

  private static void lose(Problem problem, Round round, String why, Map<String, String> failed) {
    for (int n = 0; n < round.samples(); n++) {
      failed.put(id(problem, n), why);
    }
  }

  private Attempt read(Problem problem, int sample, Completion completion) {
    Parsed<String> parsed =
        completion.truncated()
            ? Parsed.malformed("truncated")
            : task.parseAnswer(completion.text());
    Optional<String> answer =
        parsed instanceof Parsed.Read<String> read ? Optional.of(read.value()) : Optional.empty();
    String format = answer.isPresent() ? task.format(completion.text()) : Attempt.MALFORMED;
    return new Attempt(id(problem, sample), problem.id(), completion, answer, format);
  }

  private static String id(Problem problem, int sample) {
    return String.format("%s-a%02d", problem.id(), sample);
  }
}
