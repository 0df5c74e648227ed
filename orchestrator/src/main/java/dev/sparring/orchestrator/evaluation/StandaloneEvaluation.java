package dev.sparring.orchestrator.evaluation;

import dev.sparring.policy.Policy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Evaluates a policy outside of a run. */
public final class StandaloneEvaluation {
  private StandaloneEvaluation() {}

  /**
   * Has every prompt set answered and measured.
   *
   * @param promptSet told the name of each before it is answered
   * @return {@code eval/*}, as in the metrics
   */
  public static Map<String, Double> of(
      Policy policy, EvaluationSuite suite, Consumer<String> promptSet) {
    Map<String, Double> measured = new LinkedHashMap<>();
    for (EvaluationSuite.PromptSet next : suite.promptSets(true)) {
      promptSet.accept(next.name());
      measured.putAll(
          suite.measure(next, policy.complete(next.prompts(), next.sampling(), () -> false)));
    }
    return measured;
  }
}
