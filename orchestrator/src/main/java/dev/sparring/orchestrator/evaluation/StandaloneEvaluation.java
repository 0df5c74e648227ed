package dev.sparring.orchestrator.evaluation;

import dev.sparring.core.check.AnswerChecker;
import dev.sparring.core.selfplay.Adaptation;
import dev.sparring.policy.Completions;
import dev.sparring.policy.Policy;
import dev.sparring.policy.sample.Prompt;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;

/** Evaluates a policy outside of a run. */
public final class StandaloneEvaluation {
  private StandaloneEvaluation() {}

  /**
   * Has every prompt set answered and measured.
   *
   * @param checker judges the answers where the task brings a checker
   * @param promptSet told the name of each before it is answered
   * @return {@code eval/*}, as in the metrics
   */
  public static Map<String, Double> of(
      Policy policy, EvaluationSuite suite, AnswerChecker checker, Consumer<String> promptSet) {
    return measured(
        suite,
        checker,
        set -> {
          promptSet.accept(set.name());
          return set.adaptations().isEmpty()
              ? policy.complete(set.prompts(), set.sampling(), () -> false)
              : policy.adapt(set.adaptations(), set.sampling(), () -> false);
        });
  }

  /**
   * The same with reports of progress. A completion does not depend on its neighbours, so the
   * figures are the same.
   *
   * @param checker judges the answers where the task brings a checker
   * @param answers that are written together at least, from one report to the next
   * @param progress told how many answers have been written since the last report
   */
  public static Map<String, Double> of(
      Policy policy,
      EvaluationSuite suite,
      AnswerChecker checker,
      int answers,
      IntConsumer progress) {
    return measured(suite, checker, set -> written(policy, set, answers, progress));
  }

  private static List<Completions> written(
      Policy policy, EvaluationSuite.PromptSet set, int answers, IntConsumer progress) {
    List<Completions> written = new ArrayList<>();
    List<Prompt> prompts = set.prompts();
    int each = Math.max(1, set.answers() / Math.max(1, prompts.size()));
    int together = Math.max(1, answers / each);
    for (int from = 0; from < prompts.size(); from += together) {
      List<Prompt> some = prompts.subList(from, Math.min(prompts.size(), from + together));
      written.addAll(policy.complete(some, set.sampling(), () -> false));
      progress.accept(some.size() * each);
    }
    for (Adaptation adaptation : set.adaptations()) {
      written.addAll(policy.adapt(List.of(adaptation), set.sampling(), () -> false));
      progress.accept(adaptation.questions().size());
    }
    return written;
  }

  /** Has each prompt set answered, and what follows it right after it. */
  private static Map<String, Double> measured(
      EvaluationSuite suite,
      AnswerChecker checker,
      Function<EvaluationSuite.PromptSet, List<Completions>> write) {
    Map<String, Double> measured = new LinkedHashMap<>();
    Deque<EvaluationSuite.PromptSet> left = new ArrayDeque<>(suite.promptSets(true));
    while (!left.isEmpty()) {
      EvaluationSuite.PromptSet next = left.removeFirst();
      List<Completions> written = write.apply(next);
      measured.putAll(suite.measure(checker, next, written).toCompletableFuture().join());
      suite.following(next, written).ifPresent(left::addFirst);
    }
    return measured;
  }
}
