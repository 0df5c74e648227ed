package dev.sparring.systems.edit;

import dev.sparring.core.Attempt;
import dev.sparring.core.Outcome;
import dev.sparring.core.ScoredRound;
import dev.sparring.core.TrainingText;
import dev.sparring.core.check.Checks;
import dev.sparring.core.task.PassageTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** Figures of the self-edits of one round. A share of nothing is NaN. */
final class SelfEditMetrics {
  private final ScoredRound scored;
  private final PassageTask task;

  SelfEditMetrics(ScoredRound scored, PassageTask task) {
    this.scored = scored;
    this.task = task;
  }

  Map<String, Double> all() {
    List<Double> rewards = new ArrayList<>();
    List<Double> best = new ArrayList<>();
    List<Double> spread = new ArrayList<>();
    List<Double> texts = new ArrayList<>();
    int malformed = 0;
    int attempts = 0;
    for (Checks.Question question : Checks.of(scored.attempted())) {
      List<Double> own = new ArrayList<>();
      for (Attempt attempt : question.attempts()) {
        attempts++;
        malformed += attempt.answer().isEmpty() ? 1 : 0;
        attempt
            .answer()
            .map(edit -> task.texts(question.problem().text(), edit))
            .map(List<TrainingText>::size)
            .ifPresent(count -> texts.add((double) count));
        if (scored.outcomes().get(attempt.id()) instanceof Outcome.Scored score) {
          own.add(score.reward());
        }
      }
      rewards.addAll(own);
      OptionalDouble most = own.stream().mapToDouble(r -> r).max();
      if (most.isPresent()) {
        best.add(most.getAsDouble());
        spread.add(most.getAsDouble() - own.stream().mapToDouble(r -> r).min().getAsDouble());
      }
    }
    Map<String, Double> metrics = new TreeMap<>();
    metrics.put("edit/reward", mean(rewards));
    metrics.put("edit/best", mean(best));
    metrics.put("edit/spread", mean(spread));
    metrics.put("edit/texts", mean(texts));
    metrics.put("edit/malformed", (double) malformed / attempts);
    return metrics;
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(v -> v).average().orElse(Double.NaN);
  }
}
