package dev.sparring.orchestrator.evaluation;

import dev.sparring.core.check.AnswerChecker;
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
    Map<String, Double> measured = new LinkedHashMap<>();
    Deque<EvaluationSuite.PromptSet> left = new ArrayDeque<>(suite.promptSets(true));
    while (!left.isEmpty()) {
      EvaluationSuite.PromptSet next = left.removeFirst();
      promptSet.accept(next.name());
      List<Completions> written = policy.complete(next.prompts(), next.sampling(), () -> false);
      measured.putAll(judged(suite, checker, next, written));
      suite.following(next, written).ifPresent(left::addFirst);
    }
    return measured;
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
    Map<String, Double> measured = new LinkedHashMap<>();
    Deque<EvaluationSuite.PromptSet> left = new ArrayDeque<>(suite.promptSets(true));
    while (!left.isEmpty()) {
      EvaluationSuite.PromptSet next = left.removeFirst();
      List<Completions> written = new ArrayList<>();
      List<Prompt> prompts = next.prompts();
      int each = Math.max(1, next.answers() / Math.max(1, prompts.size()));
      int together = Math.max(1, answers / each);
      for (int from = 0; from < prompts.size(); from += together) {
        List<Prompt> some = prompts.subList(from, Math.min(prompts.size(), from + together));
        written.addAll(policy.complete(some, next.sampling(), () -> false));
        progress.accept(some.size() * each);
      }
      measured.putAll(judged(suite, checker, next, written));
      suite.following(next, written).ifPresent(left::addFirst);
    }
    return measured;
  }

  private static Map<String, Double> judged(
      EvaluationSuite suite,
      AnswerChecker checker,
      EvaluationSuite.PromptSet set,
      List<Completions> written) {
    return suite.measure(checker, set, written).toCompletableFuture().join();
  }
}
