package dev.sparring.orchestrator.evaluation;

import dev.sparring.policy.Policy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** An exam sat through at once, outside of a run. */
public final class Evaluation {
  private Evaluation() {}

  /**
   * Has every paper answered and marked.
   *
   * @param paper told the name of each before it is answered
   * @return {@code eval/*}, as in the metrics
   */
  public static Map<String, Double> of(Policy policy, Exam exam, Consumer<String> paper) {
    Map<String, Double> marks = new LinkedHashMap<>();
    for (Exam.Paper next : exam.papers(true)) {
      paper.accept(next.name());
      marks.putAll(exam.mark(next, policy.complete(next.prompts(), next.sampling(), () -> false)));
    }
    return marks;
  }
}
