package dev.sparring.orchestrator;

import akka.actor.typed.ActorRef;
import dev.sparring.core.Attempt;
import dev.sparring.core.Completion;
import dev.sparring.core.Problem;
import dev.sparring.core.RandomStream;
import dev.sparring.core.Role;
import dev.sparring.core.Round;
import dev.sparring.core.Sampling;
import dev.sparring.core.ScoredRound;
import dev.sparring.core.Verdict;
import dev.sparring.core.gate.ComparedGate;
import dev.sparring.core.task.SelfJudgement;
import dev.sparring.policy.Completions;
import dev.sparring.policy.sample.Prompt;
import dev.sparring.policy.worker.WorkerPool;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Has the policy asked about the labels of a round with other answers in view, for the gate {@code
 * compared}: first for a reason for each answer, then whether the label is right.
 */
final class ComparisonQuestions {
  private static final int REASON_TOKENS = 80;
  private static final int REPLY_TOKENS = 2;

  private final Round round;
  private final List<Compared> all;

  /**
   * A problem that is asked about.
   *
   * @param candidates answers in view; the first is the label
   */
  record Compared(Problem problem, List<String> candidates) {}

  private ComparisonQuestions(Round round, List<Compared> all) {
    this.round = round;
    this.all = all;
  }

  /**
   * The questions about the problems of a round that have a label.
   *
   * @param most answers in view, the label and those given most often
   */
  static ComparisonQuestions of(Round round, ScoredRound scored, int most) {
    Map<String, Problem> problems = new HashMap<>();
    scored.attempted().proposed().problems().forEach(p -> problems.put(p.id(), p));
    List<Compared> all = new ArrayList<>();
    for (Verdict verdict : scored.verdicts()) {
      verdict
          .label()
          .ifPresent(
              label ->
                  all.add(
                      new Compared(
                          problems.get(verdict.problemId()),
                          candidates(verdict.problemId(), label, scored, most))));
    }
    return new ComparisonQuestions(round, List.copyOf(all));
  }

  private static List<String> candidates(
      String problem, String label, ScoredRound scored, int most) {
    Map<String, Integer> counts = new TreeMap<>();
    for (Attempt attempt : scored.attempted().attempts()) {
      if (attempt.problemId().equals(problem)) {
        attempt.answer().ifPresent(answer -> counts.merge(answer, 1, Integer::sum));
      }
    }
    counts.remove(label);
    Stream<String> others =
        counts.entrySet().stream()
            .sorted(
                Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey()))
            .map(Map.Entry::getKey);
    return Stream.concat(Stream.of(label), others).limit(most).toList();
  }

  /** What is asked about, in order. */
  List<Compared> all() {
    return all;
  }

  /** The job that asks for a reason for each answer in view. */
  WorkerPool.Generate reasons(ActorRef<WorkerPool.Reply> replyTo) {
    List<Prompt> prompts = new ArrayList<>();
    for (Compared one : all) {
      for (int c = 0; c < one.candidates().size(); c++) {
        List<RandomStream> once = List.of(stream(one, "reason").child(c));
        prompts.add(
            new Prompt(
                id(one, c),
                Role.SOLVER,
                SelfJudgement.reason(one.problem().text(), one.candidates().get(c)),
                "",
                once));
      }
    }
    return job("-reasons", prompts, Sampling.plain(0, REASON_TOKENS), replyTo);
  }

  /**
   * The job that asks whether each label is right.
   *
   * @param written the reasons; one that is missing is shown as empty
   * @param replies to each question
   */
  WorkerPool.Generate comparisons(
      List<Completions> written, int replies, ActorRef<WorkerPool.Reply> replyTo) {
    Map<String, String> reasons = new HashMap<>();
    for (Completions own : written) {
      own.completions().stream()
          .findFirst()
          .map(Completion::text)
          .ifPresent(text -> reasons.put(own.id(), text));
    }
    List<Prompt> prompts = new ArrayList<>();
    for (Compared one : all) {
      List<String> shown = new ArrayList<>();
      for (int c = 0; c < one.candidates().size(); c++) {
        shown.add(reasons.getOrDefault(id(one, c), ""));
      }
      RandomStream own = stream(one, "reply");
      prompts.add(
          new Prompt(
              one.problem().id(),
              Role.SOLVER,
              SelfJudgement.compared(
                  one.problem().text(), one.candidates(), shown, one.candidates().get(0)),
              "",
              LongStream.range(0, replies).mapToObj(own::child).toList()));
    }
    return job("-compare", prompts, Sampling.plain(1, REPLY_TOKENS), replyTo);
  }

  private WorkerPool.Generate job(
      String suffix, List<Prompt> prompts, Sampling sampling, ActorRef<WorkerPool.Reply> replyTo) {
    return new WorkerPool.Generate(
        round.idPrefix() + suffix, round.stepVersion(), prompts, sampling, replyTo);
  }

  private RandomStream stream(Compared one, String what) {
    return round.stream(Role.SOLVER, one.problem().index(), 0).child(ComparedGate.NAME).child(what);
  }

  private static String id(Compared one, int candidate) {
    return one.problem().id() + "/" + candidate;
  }
}
