package dev.sparring.solver;

import dev.sparring.core.Attempt;
import dev.sparring.core.AttemptedRound;
import dev.sparring.core.Completion;
import dev.sparring.core.Message;
import dev.sparring.core.Problem;
import dev.sparring.core.ProposedRound;
import dev.sparring.core.RandomStream;
import dev.sparring.core.Role;
import dev.sparring.core.Round;
import dev.sparring.core.task.Parsed;
import dev.sparring.core.task.Task;
import dev.sparring.policy.Completions;
import dev.sparring.policy.sample.Prompt;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Asks a round's problems, each several times, and reads the answers. */
final class Attempts {
  private final Task task;

  Attempts(Task task) {
    this.task = task;
  }

  /**
   * One for each way in which a problem is asked, a problem's one after the other; the samples of a
   * prompt share its prefill.
   */
  List<Prompt> prompts(ProposedRound proposed) {
    List<Prompt> prompts = new ArrayList<>();
    for (Problem problem : proposed.problems()) {
      List<List<Message>> questions = ways(problem, proposed.round());
      for (int way = 0; way < questions.size(); way++) {
        List<RandomStream> streams =
            samples(proposed.round(), way, questions.size())
                .mapToObj(n -> proposed.round().stream(Role.SOLVER, problem.index(), n))
                .toList();
        prompts.add(new Prompt(problem.id(), Role.SOLVER, questions.get(way), "", streams));
      }
    }
    return prompts;
  }

  /** Ways in which a problem is asked, no more than it has samples. */
  private List<List<Message>> ways(Problem problem, Round round) {
    return task.questions(problem.text()).stream().limit(round.samples()).toList();
  }

  /** Those of a problem's samples that are asked in this way, of so many. */
  private static IntStream samples(Round round, int way, int ways) {
    return IntStream.range(0, round.samples()).filter(n -> n % ways == way);
  }

  /** Reads the answers to {@link #prompts}; what could not be asked has its attempts failed. */
  AttemptedRound read(ProposedRound proposed, List<Completions> written, double seconds) {
    List<Attempt> attempts = new ArrayList<>();
    Map<String, String> failed = new LinkedHashMap<>();
    Iterator<Completions> next = written.iterator();
    for (Problem problem : proposed.problems()) {
      int ways = ways(problem, proposed.round()).size();
      for (int way = 0; way < ways; way++) {
        Completions answers = next.next();
        Iterator<Completion> completions = answers.completions().iterator();
        samples(proposed.round(), way, ways)
            .forEach(
                n -> {
                  if (answers.refusal().isPresent()) {
                    failed.put(id(problem, n), answers.refusal().get());
                  } else {
                    attempts.add(read(problem, n, completions.next()));
                  }
                });
      }
    }
    return new AttemptedRound(proposed, attempts, failed, seconds);
  }

  /** Every attempt lost to the machinery. */
  AttemptedRound lost(ProposedRound proposed, String reason) {
    Map<String, String> failed = new LinkedHashMap<>();
    for (Problem problem : proposed.problems()) {
      for (int n = 0; n < proposed.round().samples(); n++) {
        failed.put(id(problem, n), reason);
      }
    }
    return new AttemptedRound(proposed, List.of(), failed, 0);
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
