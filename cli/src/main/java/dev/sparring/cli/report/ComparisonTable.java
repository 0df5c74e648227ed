package dev.sparring.cli.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Greedy accuracies of several runs beside each other. Runs that differ in nothing but the seed
 * have a row together: its range is how much the result varies from seed to seed.
 */
final class ComparisonTable {
  private static final String GREEDY = "eval/greedy";
  private static final String SEED = "run.seed";

  private ComparisonTable() {}

  static void write(Html html, List<ReportedRun> runs) {
    html.raw("<div class=\"scroll\"><table><thead><tr>");
    for (String column :
        List.of("Greedy accuracy", "reward", "seed", "base", "trained", "change")) {
      html.element("th", column);
    }
    html.raw("<th></th></tr></thead><tbody>");
    runs.forEach(run -> row(html, run));
    groups(runs).forEach(group -> row(html, group));
    html.raw("</tbody></table></div>");
  }

  private static void row(Html html, ReportedRun run) {
    double before = run.before(GREEDY);
    double after = run.after(GREEDY);
    html.raw("<tr>").element("th", run.name());
    html.element("td", run.settings().solver().reward());
    html.element("td", Long.toString(run.settings().run().seed()));
    html.element("td", "figure", AccuracyTable.accuracy(before, run.problems()));
    html.element("td", "figure", AccuracyTable.accuracy(after, run.problems()));
    AccuracyTable.change(html, before, after, run.problems());
    html.raw("</tr>");
  }

  /** Measured runs that differ in nothing but the seed, two or more to a group. */
  private static List<List<ReportedRun>> groups(List<ReportedRun> runs) {
    Map<Map<String, String>, List<ReportedRun>> groups = new LinkedHashMap<>();
    for (ReportedRun run : runs) {
      if (Double.isFinite(run.before(GREEDY)) && Double.isFinite(run.after(GREEDY))) {
        Map<String, String> others = run.leaves();
        others.remove(SEED);
        groups.computeIfAbsent(others, key -> new ArrayList<>()).add(run);
      }
    }
    return groups.values().stream().filter(ComparisonTable::hasSeveralSeeds).toList();
  }

  private static boolean hasSeveralSeeds(List<ReportedRun> group) {
    return group.stream().map(run -> run.settings().run().seed()).distinct().count() > 1;
  }

  private static void row(Html html, List<ReportedRun> group) {
    double[] before = group.stream().mapToDouble(run -> run.before(GREEDY)).toArray();
    double[] after = group.stream().mapToDouble(run -> run.after(GREEDY)).toArray();
    double[] change = new double[before.length];
    for (int i = 0; i < change.length; i++) {
      change[i] = after[i] - before[i];
    }
    html.raw("<tr>").element("th", "mean and range of " + group.size() + " runs");
    html.element("td", group.get(0).settings().solver().reward());
    html.element(
        "td",
        group.stream()
            .map(run -> Long.toString(run.settings().run().seed()))
            .collect(Collectors.joining(", ")));
    html.element("td", "figure", range("%.1f %% (%.1f to %.1f)", before));
    html.element("td", "figure", range("%.1f %% (%.1f to %.1f)", after));
    html.element("td", "figure", range("%+.1f (%+.1f to %+.1f)", change)).raw("<td></td></tr>");
  }

  private static String range(String format, double... shares) {
    var of = Arrays.stream(shares).summaryStatistics();
    return String.format(
        Locale.ROOT, format, 100 * of.getAverage(), 100 * of.getMin(), 100 * of.getMax());
  }
}
