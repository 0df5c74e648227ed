package dev.sparring.cli;

import dev.sparring.cli.report.Interval;
import dev.sparring.orchestrator.evaluation.EvaluationSuite;
import dev.sparring.orchestrator.run.Summary;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One sentence on what was learned in a run, and what was not. */
final class Conclusion {
  private Conclusion() {}

  /**
   * The sentence.
   *
   * @param problems that accuracy was measured on
   * @param reward what answers earned
   */
  static String of(Summary summary, int problems, String reward) {
    String labels =
        summary.before().containsKey("eval/unedited")
            ? "with the answers to the questions known"
            : reward.equals("truth") ? "with true labels" : "without a label";
    double before = summary.before().getOrDefault("eval/greedy", Double.NaN);
    double after = summary.after().getOrDefault("eval/greedy", Double.NaN);
    double change = after - before;
    if (Double.isNaN(change)) {
      return "Nothing can be said: the base was not measured.";
    }
    double noise = noise(before, after, problems);
    if (change < -noise) {
      return format("The model got worse: greedy accuracy fell by %.0f points.", -change);
    }
    if (change < noise) {
      return "Nothing was learned that greedy accuracy on "
          + problems
          + " problems would show: the change is within two standard errors.";
    }
    Optional<Map.Entry<String, Double>> forced =
        summary.before().entrySet().stream()
            .filter(e -> e.getKey().startsWith("eval/" + EvaluationSuite.FORCED))
            .max(Map.Entry.comparingByValue(Comparator.naturalOrder()));
    double reachable = forced.map(Map.Entry::getValue).orElse(before);
    if (reachable <= before + noise(before, reachable, problems)) {
      return format("Greedy accuracy rose by %.0f points " + labels + ".", change);
    }
    String form =
        forced.orElseThrow().getKey().substring(("eval/" + EvaluationSuite.FORCED).length());
    double skill = after - reachable;
    String rest =
        skill > noise(reachable, after, problems)
            ? format("beyond it, accuracy within the " + form + " rose by %.0f points", skill)
            : "accuracy within the " + form + " itself did not rise";
    return format("Greedy accuracy rose by %.0f points " + labels + ": ", change)
        + "what was learned is to answer with the "
        + form
        + ", which the base could do already when made to; "
        + rest
        + ".";
  }

  /** Two standard errors of the difference of two accuracies. */
  private static double noise(double one, double other, int problems) {
    return Interval.ofChange(one, other, problems).half();
  }

  private static String format(String text, double share) {
    return String.format(Locale.ROOT, text, 100 * share);
  }
}
