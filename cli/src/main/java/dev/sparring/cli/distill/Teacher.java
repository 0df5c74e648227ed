package dev.sparring.cli.distill;

import dev.sparring.core.ChatMessage;
import dev.sparring.core.Completion;
import dev.sparring.core.RandomStream;
import dev.sparring.core.Role;
import dev.sparring.core.Verdict;
import dev.sparring.core.config.Settings;
import dev.sparring.core.task.Parsed;
import dev.sparring.core.task.Task;
import dev.sparring.policy.Completions;
import dev.sparring.policy.Policy;
import dev.sparring.policy.sample.Prompt;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Writes problems and labels them by vote, as proposer and solver of a run do. Each proposal has
 * random numbers of its own, so it does not matter how many are written together.
 */
final class Teacher {
  private final Policy policy;
  private final Task task;
  private final Settings settings;
  private final int kept;
  private final RandomStream random;
  private final Set<String> known = new HashSet<>();

  /** A problem that is to be answered. */
  private record Asked(int n, Task.Statement statement, List<Prompt> prompts) {}

  /**
   * A teacher.
   *
   * @param kept answers of a lesson at most
   */
  Teacher(Policy policy, Task task, Settings settings, int kept) {
    this.policy = policy;
    this.task = task;
    this.settings = settings;
    this.kept = kept;
    this.random = RandomStream.of(settings.run().seed()).child("distill");
    for (String problem : task.excluded()) {
      known.add(
          task.parseProblem(problem) instanceof Parsed.Read<Task.Statement> read
              ? read.value().key()
              : problem);
    }
  }

  /** Problems that are not to come again. */
  void knows(String key) {
    known.add(key);
  }

  /**
   * What came of some proposals. What is no problem, is held out, or was a lesson before is left
   * out, and so are problems whose answers do not agree. Whether a proposal becomes a lesson
   * depends on its number and on the lessons before it, and not on how many are worked on together.
   *
   * @param from number of the first proposal
   */
  List<Lesson> lessons(int from, int proposals) {
    List<Prompt> topics = new ArrayList<>();
    for (int n = from; n < from + proposals; n++) {
      topics.add(
          new Prompt(
              Integer.toString(n),
              Role.PROPOSER,
              task.topic(topic(n)),
              "",
              List.of(random.child(n).child("proposal"))));
    }
    List<Completions> written = policy.complete(topics, settings.sampling(), () -> false);
    List<Asked> asked = new ArrayList<>();
    for (int i = 0; i < written.size(); i++) {
      int n = from + i;
      statement(n, written.get(i))
          .filter(statement -> !known.contains(statement.key()))
          .ifPresent(statement -> asked.add(new Asked(n, statement, prompts(n, statement))));
    }
    return labelled(asked);
  }

  private RandomStream topic(int n) {
    return random.child(n).child("topic");
  }

  private Optional<Task.Statement> statement(int n, Completions written) {
    if (written.refusal().isPresent() || written.completions().get(0).truncated()) {
      return Optional.empty();
    }
    return task.parseProblem(written.completions().get(0).text())
            instanceof Parsed.Read<Task.Statement> read
        ? Optional.of(read.value()).filter(s -> task.unasked(s, topic(n)).isEmpty())
        : Optional.empty();
  }

  /** The samples are divided among the task's prompts in turn. */
  private List<Prompt> prompts(int n, Task.Statement statement) {
    List<List<ChatMessage>> questions = task.questions(statement.text());
    List<Prompt> prompts = new ArrayList<>();
    for (int q = 0; q < questions.size(); q++) {
      List<RandomStream> samples = new ArrayList<>();
      for (int a = q; a < settings.solver().samples(); a += questions.size()) {
        samples.add(random.child(n).child("answer").child(a));
      }
      prompts.add(new Prompt(n + "/" + q, Role.SOLVER, questions.get(q), "", samples));
    }
    return prompts;
  }

  private List<Lesson> labelled(List<Asked> asked) {
    List<Prompt> all = asked.stream().flatMap(a -> a.prompts().stream()).toList();
    List<Completions> written =
        all.isEmpty() ? List.of() : policy.complete(all, settings.sampling(), () -> false);
    List<Lesson> lessons = new ArrayList<>();
    int next = 0;
    for (Asked one : asked) {
      List<Completions> own = written.subList(next, next + one.prompts().size());
      next += one.prompts().size();
      lesson(one, own).filter(lesson -> known.add(lesson.key())).ifPresent(lessons::add);
    }
    return lessons;
  }

  private Optional<Lesson> lesson(Asked asked, List<Completions> written) {
    String problem = asked.statement().text();
    List<Lesson.Answer> texts = new ArrayList<>();
    List<Optional<String>> read = new ArrayList<>();
    for (int q = 0; q < written.size(); q++) {
      for (Completion completion : written.get(q).completions()) {
        texts.add(new Lesson.Answer(q, completion.text()));
        read.add(read(problem, completion));
      }
    }
    Verdict verdict = settings.verifier().vote().decide(problem, read);
    return verdict
        .label()
        .map(
            label -> {
              List<Lesson.Answer> agreeing = new ArrayList<>();
              for (int i = 0; i < texts.size(); i++) {
                if (read.get(i).equals(Optional.of(label))) {
                  agreeing.add(texts.get(i));
                }
              }
              return new Lesson(
                  asked.n(),
                  problem,
                  asked.statement().key(),
                  label,
                  agreeing.size(),
                  read.size(),
                  agreeing.stream().limit(kept).toList());
            });
  }

  private Optional<String> read(String problem, Completion completion) {
    return !completion.truncated()
            && task.parseAnswer(problem, completion.text()) instanceof Parsed.Read<String> answer
        ? Optional.of(answer.value())
        : Optional.empty();
  }
}
