package dev.sparring.orchestrator.evaluation;

import dev.sparring.core.Attempt;
import dev.sparring.core.Completion;
import dev.sparring.core.Problem;
import dev.sparring.core.check.AnswerChecker;
import dev.sparring.core.check.Checks;
import dev.sparring.core.check.Judgement;
import dev.sparring.core.check.Mark;
import dev.sparring.core.check.PassAtK;
import dev.sparring.core.task.Parsed;
import dev.sparring.core.task.Task;
import dev.sparring.policy.Completions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.ToDoubleFunction;

/**
 * Figures of held-out problems whose answers a checker judges. Whether an answer passes everything
 * and what fraction it passes are reported apart. Answers that could not be judged are left out of
 * both, and counted.
 *
 * @param problems texts, in order
 */
record CheckedMeasure(Task task, List<String> problems) {

  /** One answer to each problem: {@code eval/NAME} and {@code eval/NAMEFraction}. */
  CompletionStage<Map<String, Double>> one(
      AnswerChecker checker, String name, String beginning, List<Completions> answers) {
    return judged(checker, beginning, answers)
        .thenApply(
            judgements -> {
              Map<String, Double> metrics = new LinkedHashMap<>();
              put(metrics, "eval/" + name, judgements, CheckedMeasure::whole);
              put(metrics, "eval/" + name + "Fraction", judgements, CheckedMeasure::fraction);
              return metrics;
            });
  }

  /** Several answers to each, drawn: shares, and pass@k for k of 2, 4, 8 … and all. */
  CompletionStage<Map<String, Double>> sampled(
      AnswerChecker checker, List<Completions> answers, int samples) {
    return judged(checker, "", answers)
        .thenApply(
            judgements -> {
              Map<String, Double> metrics = new LinkedHashMap<>();
              put(metrics, "eval/sampled", judgements, CheckedMeasure::whole);
              put(metrics, "eval/sampledFraction", judgements, CheckedMeasure::fraction);
              for (int k = 2; k < samples; k *= 2) {
                passAt(metrics, "eval/pass/" + k, judgements, k);
              }
              if (samples > 1) {
                passAt(metrics, "eval/pass", judgements, samples);
              }
              long all = judgements.stream().mapToLong(j -> j.marks().size()).sum();
              long judged = judgements.stream().mapToLong(j -> j.scores().length).sum();
              metrics.put("eval/unjudged", all == 0 ? 0 : (double) (all - judged) / all);
              return metrics;
            });
  }

  private CompletionStage<List<Judgement>> judged(
      AnswerChecker checker, String beginning, List<Completions> answers) {
    List<Checks.Question> questions = new ArrayList<>();
    for (int i = 0; i < problems.size(); i++) {
      String id = Integer.toString(i);
      List<Attempt> attempts = new ArrayList<>();
      for (Completion completion : answers.get(i).completions()) {
        attempts.add(attempt(id, problems.get(i), attempts.size(), beginning, completion));
      }
      questions.add(
          new Checks.Question(new Problem(id, i, problems.get(i), problems.get(i)), attempts));
    }
    return Checks.all(checker, questions);
  }

  private Attempt attempt(
      String id, String problem, int sample, String beginning, Completion completion) {
    String text = beginning + completion.text();
    Optional<String> answer =
        !completion.truncated() && task.parseAnswer(problem, text) instanceof Parsed.Read<String> r
            ? Optional.of(r.value())
            : Optional.empty();
    return new Attempt(
        id + "-a" + sample, id, sample, completion, answer, task.format(problem, text));
  }

  /** Mean over the problems that have a judged answer. */
  private static void put(
      Map<String, Double> metrics,
      String key,
      List<Judgement> judgements,
      ToDoubleFunction<Judgement> figure) {
    judgements.stream()
        .filter(judgement -> judgement.scores().length > 0)
        .mapToDouble(figure)
        .average()
        .ifPresent(mean -> metrics.put(key, mean));
  }

  /** Mean over the problems of which so many answers were judged. */
  private static void passAt(
      Map<String, Double> metrics, String key, List<Judgement> judgements, int k) {
    judgements.stream()
        .filter(judgement -> judgement.scores().length >= k)
        .mapToDouble(judgement -> PassAtK.estimate(judgement.scores().length, passed(judgement), k))
        .average()
        .ifPresent(mean -> metrics.put(key, mean));
  }

  private static double whole(Judgement judgement) {
    return (double) passed(judgement) / judgement.scores().length;
  }

  private static double fraction(Judgement judgement) {
    double sum = 0;
    for (double score : judgement.scores()) {
      sum += score;
    }
    return sum / judgement.scores().length;
  }

  private static int passed(Judgement judgement) {
    return (int)
        judgement.marks().values().stream()
            .filter(mark -> mark instanceof Mark.Judged judged && judged.whole())
            .count();
  }
}
