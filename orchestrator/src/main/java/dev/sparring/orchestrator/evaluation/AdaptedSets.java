package dev.sparring.orchestrator.evaluation;

import dev.sparring.core.Attempt;
import dev.sparring.core.Completion;
import dev.sparring.core.Problem;
import dev.sparring.core.RandomStream;
import dev.sparring.core.Sampling;
import dev.sparring.core.selfplay.Adaptation;
import dev.sparring.core.selfplay.InnerLoop;
import dev.sparring.core.task.Parsed;
import dev.sparring.core.task.Task;
import dev.sparring.orchestrator.evaluation.EvaluationSuite.PromptSet;
import dev.sparring.policy.Completions;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Prompt sets of a kind of self-play with an inner loop. The answers to held-out problems are
 * learned from, each in a scratch adapter, and what counts is what is answered afterwards: {@code
 * eval/greedy} and {@code eval/sampled}. Controls learn nothing, or something else.
 *
 * @param problems texts, in order
 * @param sampling of what is answered afterwards
 * @param stream random numbers of the evaluation
 */
record AdaptedSets(
    Task task, InnerLoop loop, List<String> problems, Sampling sampling, RandomStream stream) {
  private static final String CONTROL = "control/";
  private static final String AFTER = "after/";

  /** One for each control. */
  List<PromptSet> controls() {
    Map<String, List<Adaptation>> byName = new LinkedHashMap<>();
    for (int i = 0; i < problems.size(); i++) {
      loop.controls(problem(i), random(i))
          .forEach(
              (name, control) -> byName.computeIfAbsent(name, n -> new ArrayList<>()).add(control));
    }
    List<PromptSet> sets = new ArrayList<>();
    byName.forEach(
        (name, all) ->
            sets.add(new PromptSet(CONTROL + name, List.of(), sampling, List.of(), all)));
    return sets;
  }

  /** Whether a prompt set is one of these. */
  static boolean made(PromptSet set) {
    return set.name().startsWith(CONTROL) || set.name().startsWith(AFTER);
  }

  /** What is tried with the answers to a prompt set. */
  Optional<PromptSet> following(PromptSet set, List<Completions> answers) {
    if (made(set)) {
      return Optional.empty();
    }
    List<Adaptation> adaptations = new ArrayList<>();
    for (int i = 0; i < problems.size(); i++) {
      for (Attempt attempt : attempts(i, beginning(set.name()), answers.get(i))) {
        loop.adaptation(problem(i), attempt, random(i)).ifPresent(adaptations::add);
      }
    }
    return Optional.of(
        new PromptSet(AFTER + set.name(), List.of(), sampling, List.copyOf(answers), adaptations));
  }

  /**
   * What came of a set: the mean share of the questions that are answered rightly, and, of several
   * answers that were learned from, the mean of the best one. An answer that can't be read has 0.
   */
  Map<String, Double> measure(PromptSet set, List<Completions> replies) {
    Iterator<Completions> next = replies.iterator();
    if (set.name().startsWith(CONTROL)) {
      double sum = 0;
      for (int i = 0; i < problems.size(); i++) {
        sum += score(i, set.adaptations().get(i), next);
      }
      return Map.of("eval/" + set.name().substring(CONTROL.length()), sum / problems.size());
    }
    String name = set.name().substring(AFTER.length());
    double sum = 0;
    double best = 0;
    int all = 0;
    boolean several = false;
    for (int i = 0; i < problems.size(); i++) {
      double most = 0;
      List<Attempt> attempts = attempts(i, beginning(name), set.before().get(i));
      several |= attempts.size() > 1;
      for (Attempt attempt : attempts) {
        Optional<Adaptation> tried = loop.adaptation(problem(i), attempt, random(i));
        double score = tried.isPresent() ? score(i, tried.get(), next) : 0;
        most = Math.max(most, score);
        sum += score;
        all++;
      }
      best += most;
    }
    Map<String, Double> metrics = new TreeMap<>();
    metrics.put("eval/" + name, sum / Math.max(1, all));
    if (several) {
      metrics.put("eval/best", best / problems.size());
    }
    return metrics;
  }

  private double score(int problem, Adaptation tried, Iterator<Completions> next) {
    List<String> replies = new ArrayList<>();
    for (int i = 0; i < tried.questions().size(); i++) {
      replies.add(
          next.next().completions().stream()
              .filter(c -> !c.truncated())
              .map(Completion::text)
              .findFirst()
              .orElse(""));
    }
    return loop.mark(problem(problem), replies).score();
  }

  private Problem problem(int index) {
    String text = problems.get(index);
    return new Problem(Integer.toString(index), index, text, text);
  }

  private RandomStream random(int index) {
    return stream.child(index).child("inner");
  }

  /** What the answers of a set were made to begin with. */
  private String beginning(String name) {
    return name.startsWith(EvaluationSuite.FORCED)
        ? task.strategies().get(name.substring(EvaluationSuite.FORCED.length()))
        : "";
  }

  private List<Attempt> attempts(int index, String beginning, Completions answers) {
    List<Attempt> attempts = new ArrayList<>();
    for (Completion completion : answers.completions()) {
      String text = beginning + completion.text();
      Optional<String> answer =
          !completion.truncated()
                  && task.parseAnswer(problems.get(index), text) instanceof Parsed.Read<String> read
              ? Optional.of(read.value())
              : Optional.empty();
      attempts.add(
          new Attempt(
              index + "-a" + attempts.size(),
              Integer.toString(index),
              attempts.size(),
              completion,
              answer,
              task.format(problems.get(index), text)));
    }
    return attempts;
  }
}
