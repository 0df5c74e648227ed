package dev.sparring.orchestrator.cli;

import dev.sparring.orchestrator.evaluation.Exam;
import dev.sparring.orchestrator.run.Summary;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One sentence on what was learned in a run, and what was not. */
final class Conclusion {
  /** Below this difference, nothing is claimed: two standard errors of 500 problems, about. */
  private static final double NOISE = 0.045;

  private Conclusion() {}

  static String of(Summary summary) {
    double before = summary.before().getOrDefault("eval/greedy", Double.NaN);
    double after = summary.after().getOrDefault("eval/greedy", Double.NaN);
    double change = after - before;
    if (Double.isNaN(change)) {
      return "Nothing can be said: the base was not measured.";
    }
    if (change < -NOISE) {
      return format("The model got worse: greedy accuracy fell by %.0f points.", -change);
    }
    if (change < NOISE) {
      return "Nothing was learned that greedy accuracy would show.";
    }
    Optional<Map.Entry<String, Double>> forced =
        summary.before().entrySet().stream()
            .filter(e -> e.getKey().startsWith("eval/" + Exam.FORCED))
            .max(Map.Entry.comparingByValue(Comparator.naturalOrder()));
    if (forced.isEmpty() || forced.get().getValue() <= before + NOISE) {
      return format("Greedy accuracy rose by %.0f points without a label.", change);
    }
    String form = forced.get().getKey().substring(("eval/" + Exam.FORCED).length());
    double skill = after - forced.get().getValue();
    String rest =
        skill > NOISE
            ? format("beyond it, accuracy within the " + form + " rose by %.0f points", skill)
            : "accuracy within the " + form + " itself did not rise";
    return format("Greedy accuracy rose by %.0f points without a label: ", change)
        + "what was learned is to answer with the "
        + form
        + ", which the base could do already when made to; "
        + rest
        + ".";
  }

  private static String format(String text, double share) {
    return String.format(Locale.ROOT, text, 100 * share);
  }
}
