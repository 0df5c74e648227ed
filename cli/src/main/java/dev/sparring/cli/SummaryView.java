package dev.sparring.cli;

import dev.sparring.core.config.Settings;
import dev.sparring.orchestrator.evaluation.EvaluationSuite;
import dev.sparring.orchestrator.run.Summary;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How a run ended, for a person: the table base → trained, a sentence on it, and why it stopped.
 *
 * @param settings the run's
 */
record SummaryView(Settings settings) {

  void print(Summary summary, PrintWriter out) {
    if (!summary.after().isEmpty()) {
      out.println(table(summary));
      out.println();
      out.println(Conclusion.of(summary, problems(), settings.solver().reward()));
    }
    String why = summary.reason().isEmpty() ? "" : ": " + summary.reason();
    out.printf(
        Locale.ROOT,
        "%s after %d rounds, %.1f s%s%n",
        stopped(summary.stopped()),
        summary.steps(),
        summary.seconds(),
        why);
  }

  private static String stopped(String how) {
    String guard = "guard:";
    return how.startsWith(guard)
        ? "Stopped by the guard " + how.substring(guard.length())
        : how.substring(0, 1).toUpperCase(Locale.ROOT) + how.substring(1);
  }

  private String table(Summary summary) {
    int samples = settings.evaluation().samples();
    List<String[]> rows = new ArrayList<>();
    row(rows, "greedy", "eval/greedy", summary);
    row(rows, "sampled, T " + settings.sampling().temperature(), "eval/sampled", summary);
    boolean edits = summary.before().containsKey("eval/unedited");
    if (edits) {
      row(rows, "best of " + samples, "eval/best", summary);
      row(rows, "nothing learned", "eval/unedited", summary);
      row(rows, "the passage learned", "eval/passage", summary);
    }
    boolean tests = summary.before().containsKey("eval/greedyFraction");
    if (tests) {
      row(rows, "greedy, tests passed", "eval/greedyFraction", summary);
      row(rows, "sampled, tests passed", "eval/sampledFraction", summary);
    }
    if (samples > 1 && tests) {
      row(rows, "pass@" + samples, "eval/pass", summary);
    } else if (samples > 1 && !edits) {
      row(rows, "majority@" + samples, "eval/majority", summary);
      row(rows, "pass@" + samples, "eval/pass", summary);
    }
    summary.before().keySet().stream()
        .filter(key -> key.startsWith("eval/" + EvaluationSuite.FORCED))
        .forEach(
            key ->
                row(
                    rows,
                    "greedy, "
                        + key.substring(("eval/" + EvaluationSuite.FORCED).length())
                        + " forced",
                    key,
                    summary));
    return Tables.of(
        List.of(
            "<" + summary.task() + ", held-out problems (" + problems() + ")",
            "base",
            "trained",
            "change"),
        rows);
  }

  private int problems() {
    return EvaluationSuite.of(settings.configuredTask(), settings).size();
  }

  private static void row(List<String[]> rows, String name, String key, Summary summary) {
    double before = summary.before().getOrDefault(key, Double.NaN);
    double after = summary.after().getOrDefault(key, Double.NaN);
    double change = 100 * (after - before);
    rows.add(
        new String[] {
          name,
          Tables.percent(before),
          Tables.percent(after),
          Double.isFinite(change) ? String.format(Locale.ROOT, "%+.1f", change) : ""
        });
  }
}
