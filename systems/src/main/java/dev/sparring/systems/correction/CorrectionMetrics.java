package dev.sparring.systems.correction;

import dev.sparring.core.Attempt;
import dev.sparring.core.ScoredRound;
import dev.sparring.core.Turn;
import dev.sparring.core.check.Checks;
import dev.sparring.core.task.Task;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Figures of the second answers of one round. A share of nothing is NaN. */
final class CorrectionMetrics {
  private final ScoredRound scored;
  private final Task task;
  private int second;
  private int changed;
  private int known;
  private int rightFirst;
  private int rightSecond;
  private int corrected;
  private int spoiled;

  CorrectionMetrics(ScoredRound scored, Task task) {
    this.scored = scored;
    this.task = task;
  }

  Map<String, Double> all() {
    Checks.of(scored.attempted()).forEach(this::count);
    Map<String, Double> metrics = new TreeMap<>();
    metrics.put("corrector/changed", (double) changed / second);
    metrics.put("probe/first", (double) rightFirst / known);
    metrics.put("probe/second", (double) rightSecond / known);
    metrics.put("probe/delta", (double) (rightSecond - rightFirst) / known);
    metrics.put("probe/corrected", (double) corrected / known);
    metrics.put("probe/spoiled", (double) spoiled / known);
    return metrics;
  }

  private void count(Checks.Question question) {
    Optional<String> truth = task.truth(question.problem().text());
    Map<String, Attempt> firsts = new HashMap<>();
    question.attempts().forEach(a -> firsts.put(a.id(), a));
    for (Turn turn : question.turns()) {
      Optional<String> before = firsts.get(turn.about().get(0)).answer();
      second++;
      changed += before.equals(turn.reading()) ? 0 : 1;
      if (truth.isPresent()) {
        boolean one = before.equals(truth);
        boolean two = turn.reading().equals(truth);
        known++;
        rightFirst += one ? 1 : 0;
        rightSecond += two ? 1 : 0;
        corrected += !one && two ? 1 : 0;
        spoiled += one && !two ? 1 : 0;
      }
    }
  }
}
