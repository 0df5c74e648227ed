package dev.sparring.orchestrator.evaluation;

import dev.sparring.core.ChatMessage;
import dev.sparring.core.Completion;
import dev.sparring.core.RandomStream;
import dev.sparring.core.Role;
import dev.sparring.core.Sampling;
import dev.sparring.core.check.AnswerChecker;
import dev.sparring.core.check.CheckedTask;
import dev.sparring.core.config.Settings;
import dev.sparring.core.selfplay.Adaptation;
import dev.sparring.core.selfplay.SelfPlay;
import dev.sparring.core.task.Parsed;
import dev.sparring.core.task.Task;
import dev.sparring.core.vote.VoteRule;
import dev.sparring.policy.Completions;
import dev.sparring.policy.sample.Prompt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The held-out problems of a task as prompt sets: one answered greedily, one sampled many times,
 * one for every format that can be forced, and, where the kind of self-play has second answers, one
 * that is answered with the greedy answers in view; and the metrics of their answers.
 */
public final class EvaluationSuite {
  /** Name of the prompt set that is answered greedily. */
  public static final String GREEDY = "greedy";

  /** Name of the prompt set that is answered many times at the sampling temperature. */
  public static final String SAMPLED = "sampled";

  /** Prefix of the name of a prompt set with a forced format. */
  public static final String FORCED = "forced/";

  /** Name of the prompt set that is answered with the greedy answers in view. */
  public static final String SECOND = "second";

  private final Task task;
  private final SelfPlay play;
  private final List<String> problems;
  private final List<Optional<String>> truths;
  private final int samples;
  private final Sampling sampling;
  private final VoteRule rule;
  private final RandomStream stream;
  private final Optional<AdaptedSets> adapted;

  /**
   * Prompts and how to answer them.
   *
   * @param name {@link #GREEDY}, {@link #SAMPLED}, {@link #SECOND}, or {@link #FORCED} and a format
   * @param before the answers that the prompts show or that are learned from, one a prompt; empty
   *     where there are none
   * @param adaptations what is tried in place of prompts; each of its questions has one answer
   */
  public record PromptSet(
      String name,
      List<Prompt> prompts,
      Sampling sampling,
      List<Completions> before,
      List<Adaptation> adaptations) {
    /** Prompts that show no answers. */
    PromptSet(String name, List<Prompt> prompts, Sampling sampling) {
      this(name, prompts, sampling, List.of(), List.of());
    }

    /** How many answers it asks for. */
    public int answers() {
      return prompts.stream().mapToInt(prompt -> prompt.samples().size()).sum()
          + adaptations.stream().mapToInt(adaptation -> adaptation.questions().size()).sum();
    }
  }

  private EvaluationSuite(Task task, Settings settings) {
    this.task = task;
    this.play = settings.configuredSelfPlay(task);
    this.problems =
        task.heldOut()
            .subList(0, Math.min(settings.evaluation().problems(), task.heldOut().size()));
    this.truths = problems.stream().map(task::truth).toList();
    this.samples = settings.evaluation().samples();
    this.sampling = settings.sampling();
    this.rule = VoteRule.DEFAULT;
    this.stream = RandomStream.of(settings.run().seed()).child("evaluation");
    this.adapted =
        play.innerLoop()
            .map(loop -> new AdaptedSets(task, loop, problems, sampling.greedy(), stream));
  }

  /** The suite that a configuration asks for. */
  public static EvaluationSuite of(Task task, Settings settings) {
    return new EvaluationSuite(task, settings);
  }

  /** How many problems there are. */
  public int size() {
    return problems.size();
  }

  /** The prompt sets; forced formats only when wanted. */
  public List<PromptSet> promptSets(boolean forced) {
    List<PromptSet> promptSets = new ArrayList<>();
    promptSets.add(new PromptSet(GREEDY, prompts("", 1), sampling.greedy()));
    promptSets.add(new PromptSet(SAMPLED, prompts("", samples), sampling));
    if (forced) {
      adapted.ifPresent(sets -> promptSets.addAll(sets.controls()));
    }
    if (forced) {
      task.strategies()
          .forEach(
              (format, beginning) ->
                  promptSets.add(
                      new PromptSet(FORCED + format, prompts(beginning, 1), sampling.greedy())));
    }
    return promptSets;
  }

  /**
   * The prompt set that follows another one once that has its answers.
   *
   * @param answers to the prompts of {@code set}
   */
  public Optional<PromptSet> following(PromptSet set, List<Completions> answers) {
    if (adapted.isPresent()) {
      return adapted.get().following(set, answers);
    }
    List<Prompt> prompts = new ArrayList<>();
    for (int i = 0; i < problems.size() && set.name().equals(GREEDY); i++) {
      String first =
          answers.get(i).completions().stream().findFirst().map(Completion::text).orElse("");
      Optional<List<ChatMessage>> question = play.secondQuestion(problems.get(i), first);
      if (question.isEmpty()) {
        return Optional.empty();
      }
      prompts.add(
          new Prompt(
              Integer.toString(i),
              play.roles().get(0),
              question.get(),
              "",
              List.of(stream.child(i).child(SECOND))));
    }
    return prompts.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new PromptSet(SECOND, prompts, sampling.greedy(), List.copyOf(answers), List.of()));
  }

  private List<Prompt> prompts(String beginning, int count) {
    List<Prompt> prompts = new ArrayList<>();
    for (int i = 0; i < problems.size(); i++) {
      RandomStream own = stream.child(i);
      prompts.add(
          new Prompt(
              Integer.toString(i),
              Role.SOLVER,
              task.question(problems.get(i)),
              beginning,
              LongStream.range(0, count).mapToObj(own::child).toList()));
    }
    return prompts;
  }

  /**
   * The metrics of one prompt set when its answers have been judged, named as in {@code
   * metrics.jsonl}: {@code eval/greedy} and so on.
   *
   * @param checker judges them where the task brings a checker; elsewhere truth does
   */
  public CompletionStage<Map<String, Double>> measure(
      AnswerChecker checker, PromptSet set, List<Completions> answers) {
    if (!(task instanceof CheckedTask)) {
      return CompletableFuture.completedStage(measure(set, answers));
    }
    CheckedMeasure measure = new CheckedMeasure(task, problems);
    return set.name().equals(SAMPLED)
        ? measure
            .sampled(checker, answers, samples)
            .thenApply(
                metrics -> {
                  putFormats(metrics, answers);
                  return metrics;
                })
        : measure.one(checker, set.name(), beginning(set), answers);
  }

  /**
   * The same where truth decides. Accuracies are over the problems whose truth the task knows; a
   * task that knows none has none.
   */
  public Map<String, Double> measure(PromptSet set, List<Completions> answers) {
    if (AdaptedSets.made(set)) {
      return adapted.orElseThrow().measure(set, answers);
    }
    if (set.name().equals(SAMPLED)) {
      return measureSampled(answers);
    }
    String beginning = beginning(set);
    Map<String, Double> metrics = new LinkedHashMap<>();
    IntStream.range(0, problems.size())
        .filter(this::hasTruth)
        .mapToDouble(i -> share(i, read(i, beginning, answers.get(i))))
        .average()
        .ifPresent(accuracy -> metrics.put("eval/" + set.name(), accuracy));
    if (set.name().equals(SECOND)) {
      compare(set.before(), answers, metrics);
    }
    return metrics;
  }

  /** What second answers made of the first ones, in shares of the problems. */
  private void compare(
      List<Completions> first, List<Completions> second, Map<String, Double> metrics) {
    double known = 0;
    int corrected = 0;
    int spoiled = 0;
    for (int i = 0; i < problems.size(); i++) {
      if (hasTruth(i)) {
        known++;
        boolean before = share(i, read(i, "", first.get(i))) == 1;
        boolean after = share(i, read(i, "", second.get(i))) == 1;
        corrected += !before && after ? 1 : 0;
        spoiled += before && !after ? 1 : 0;
      }
    }
    if (known > 0) {
      metrics.put("eval/corrected", corrected / known);
      metrics.put("eval/spoiled", spoiled / known);
      metrics.put("eval/delta", (corrected - spoiled) / known);
    }
  }

  private String beginning(PromptSet set) {
    return set.name().startsWith(FORCED)
        ? task.strategies().get(set.name().substring(FORCED.length()))
        : "";
  }

  private Map<String, Double> measureSampled(List<Completions> answers) {
    double sampled = 0;
    double majority = 0;
    double pass = 0;
    double gap = 0;
    int known = 0;
    for (int i = 0; i < problems.size(); i++) {
      if (!hasTruth(i)) {
        continue;
      }
      List<Optional<String>> read = read(i, "", answers.get(i));
      double share = share(i, read);
      boolean voted = right(i, rule.decide(problems.get(i), read).label());
      known++;
      sampled += share;
      majority += voted ? 1 : 0;
      pass += share > 0 ? 1 : 0;
      // Mind the Gap (2412.02674): what the vote adds, of what could be added.
      gap += share < 1 ? ((voted ? 1 : 0) - share) / (1 - share) : 0;
    }
    Map<String, Double> metrics = new LinkedHashMap<>();
    if (known > 0) {
      metrics.put("eval/sampled", sampled / known);
      if (samples > 1) { // one answer is no majority
        metrics.put("eval/majority", majority / known);
        metrics.put("eval/pass", pass / known);
        metrics.put("eval/gap", gap / known);
      }
    }
    putFormats(metrics, answers);
    return metrics;
  }

  private void putFormats(Map<String, Double> metrics, List<Completions> answers) {
    Map<String, Integer> formats = new HashMap<>();
    for (int i = 0; i < problems.size(); i++) {
      String problem = problems.get(i);
      answers
          .get(i)
          .completions()
          .forEach(c -> formats.merge(task.format(problem, c.text()), 1, Integer::sum));
    }
    double all = Math.max(1, formats.values().stream().mapToInt(Integer::intValue).sum());
    task.formats().forEach(f -> metrics.put("eval/format/" + f, formats.getOrDefault(f, 0) / all));
  }

  private List<Optional<String>> read(int problem, String beginning, Completions answers) {
    return answers.completions().stream().map(c -> read(problem, beginning + c.text())).toList();
  }

  private Optional<String> read(int problem, String text) {
    return task.parseAnswer(problems.get(problem), text) instanceof Parsed.Read<String> read
        ? Optional.of(read.value())
        : Optional.empty();
  }

  private boolean hasTruth(int problem) {
    return truths.get(problem).isPresent();
  }

  /** Share of the answers to a problem that are right; 0 of none. */
  private double share(int problem, List<Optional<String>> answers) {
    return answers.isEmpty()
        ? 0
        : (double) answers.stream().filter(a -> right(problem, a)).count() / answers.size();
  }

  private boolean right(int problem, Optional<String> answer) {
    return answer.isPresent() && answer.equals(truths.get(problem));
  }
}
