package dev.sparring.cli.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The accuracies of a run before and after, with intervals. */
final class AccuracyTable {
  /** What the intervals are. */
  static final String NOTE =
      "Intervals hold the accuracy on all problems of this kind with about 95 % confidence: score"
          + " intervals (Wilson 1927) for accuracies, two standard errors (Agresti and Caffo 2000)"
          + " for changes. Both count problems, not answers, and take the two measurements as"
          + " independent although they are of the same problems, so they are rather too wide."
          + " They say nothing about other seeds.";

  private static final String FORCED = "eval/forced/";

  private AccuracyTable() {}

  /** Adds the table of a run, unless nothing was measured. */
  static void write(Html html, ReportedRun run, boolean named) {
    Map<String, String> rows = rows(run);
    if (rows.keySet().stream().allMatch(key -> Double.isNaN(run.before(key)))) {
      return;
    }
    if (named) {
      html.element("h3", run.name());
    }
    html.raw("<div class=\"scroll\"><table><thead><tr>");
    for (String column : List.of("Held-out accuracy", "base", "trained", "change", "")) {
      html.element("th", column);
    }
    html.raw("</tr></thead><tbody>");
    rows.forEach((key, name) -> row(html, run, key, name));
    html.raw("</tbody></table></div>");
    forms(html, run);
  }

  /** Names of the accuracies by key. */
  private static Map<String, String> rows(ReportedRun run) {
    int samples = run.settings().evaluation().samples();
    Map<String, String> rows = new LinkedHashMap<>();
    rows.put("eval/greedy", "greedy");
    rows.put("eval/sampled", "sampled, T " + run.settings().sampling().temperature());
    boolean edits =
        run.summary().filter(summary -> summary.before().containsKey("eval/unedited")).isPresent();
    if (edits) {
      rows.put("eval/best", "best of " + samples);
      rows.put("eval/unedited", "nothing learned");
      rows.put("eval/passage", "the passage learned");
    } else if (samples > 1) {
      rows.put("eval/majority", "majority@" + samples);
      rows.put("eval/pass", "pass@" + samples);
    }
    run.summary()
        .ifPresent(
            summary ->
                summary.before().keySet().stream()
                    .filter(key -> key.startsWith(FORCED))
                    .forEach(
                        key ->
                            rows.put(
                                key, "greedy, " + key.substring(FORCED.length()) + " forced")));
    return rows;
  }

  private static void row(Html html, ReportedRun run, String key, String name) {
    double before = run.before(key);
    double after = run.after(key);
    html.raw("<tr>").element("th", name);
    html.element("td", "figure", accuracy(before, run.problems()));
    html.element("td", "figure", accuracy(after, run.problems()));
    change(html, before, after, run.problems());
    html.raw("</tr>");
  }

  /** Adds two cells: a change with its interval, and what it says. */
  static void change(Html html, double before, double after, int problems) {
    if (!Double.isFinite(before) || !Double.isFinite(after)) {
      html.raw("<td></td><td></td>");
      return;
    }
    Interval change = Interval.ofChange(before, after, problems);
    html.element(
        "td",
        "figure",
        String.format(
            Locale.ROOT,
            "%+.1f (%+.1f to %+.1f)",
            100 * (after - before),
            100 * change.low(),
            100 * change.high()));
    html.element(
        "td", change.low() > 0 ? "good" : change.high() < 0 ? "bad" : "note", says(change));
  }

  /** An accuracy with its interval; empty if it was not measured. */
  static String accuracy(double share, int problems) {
    if (!Double.isFinite(share)) {
      return "";
    }
    Interval interval = Interval.of(share, problems);
    return String.format(
        Locale.ROOT,
        "%.1f %% (%.1f to %.1f)",
        100 * share,
        100 * interval.low(),
        100 * interval.high());
  }

  private static String says(Interval change) {
    return change.low() > 0 ? "rose" : change.high() < 0 ? "fell" : "no change shown";
  }

  private static void forms(Html html, ReportedRun run) {
    List<String> forms = new ArrayList<>();
    run.summary()
        .ifPresent(
            summary ->
                summary.before().keySet().stream()
                    .filter(key -> key.startsWith("eval/format/"))
                    .forEach(forms::add));
    if (forms.isEmpty()) {
      return;
    }
    html.raw("<div class=\"scroll\"><table><thead><tr>");
    for (String column : List.of("Form of the sampled answers", "base", "trained")) {
      html.element("th", column);
    }
    html.raw("</tr></thead><tbody>");
    for (String form : forms) {
      html.raw("<tr>").element("th", form.substring("eval/format/".length()));
      html.element("td", "figure", percent(run.before(form)))
          .element("td", "figure", percent(run.after(form)));
      html.raw("</tr>");
    }
    html.raw("</tbody></table></div>");
  }

  private static String percent(double share) {
    return Double.isFinite(share) ? String.format(Locale.ROOT, "%.1f %%", 100 * share) : "";
  }
}
