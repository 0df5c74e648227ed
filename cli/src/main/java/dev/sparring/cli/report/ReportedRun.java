package dev.sparring.cli.report;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import dev.sparring.core.config.Settings;
import dev.sparring.dashboard.run.RoundPage;
import dev.sparring.dashboard.run.RoundQuery;
import dev.sparring.dashboard.run.RunConfiguration;
import dev.sparring.dashboard.run.RunFolder;
import dev.sparring.orchestrator.evaluation.EvaluationSuite;
import dev.sparring.orchestrator.run.MetricsLog;
import dev.sparring.orchestrator.run.RunDirectory;
import dev.sparring.orchestrator.run.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a report says about one run.
 *
 * @param name name of the run's folder
 * @param settings its configuration
 * @param configuration the text of its {@code run.conf}
 * @param base the sums of its base model's files, as in {@code base.sha256}
 * @param summary how it ended; empty while it has not
 * @param metrics one map a round, in order; NaN is not measured
 * @param problems held-out problems that accuracy is measured on
 * @param examples rounds with some of their problems
 */
public record ReportedRun(
    String name,
    Settings settings,
    String configuration,
    String base,
    Optional<Summary> summary,
    List<Map<String, Double>> metrics,
    int problems,
    List<RoundPage> examples) {
  /** Kinds of problems that examples are taken from, each with how many. */
  private static final Map<RoundQuery.Show, Integer> EXAMPLES =
      Map.of(
          RoundQuery.Show.RIGHT, 2,
          RoundQuery.Show.WRONG, 2,
          RoundQuery.Show.UNLABELLED, 1,
          RoundQuery.Show.REFUSED, 1);

  /** Examples of a task that does not know the truth. */
  private static final Map<RoundQuery.Show, Integer> WITHOUT_TRUTH =
      Map.of(RoundQuery.Show.ASKED, 4, RoundQuery.Show.REFUSED, 1);

  /**
   * Reads a run. Of its rollouts only a few problems of the first and the last round are read.
   *
   * @param run its folder
   */
  public static ReportedRun read(Path run) throws IOException {
    Settings settings = RunDirectory.settings(run);
    RunFolder folder = new RunFolder(run);
    List<Map<String, Double>> metrics = MetricsLog.read(RunDirectory.metrics(run));
    Path base = run.resolve("base.sha256");
    return new ReportedRun(
        folder.name(),
        settings,
        RunConfiguration.read(folder).text(),
        Files.isRegularFile(base) ? Files.readString(base) : "",
        Summary.read(run),
        metrics,
        EvaluationSuite.of(settings.configuredTask(), settings).size(),
        examples(folder, metrics));
  }

  private static List<RoundPage> examples(RunFolder run, List<Map<String, Double>> metrics)
      throws IOException {
    List<Integer> rounds =
        metrics.stream().map(m -> m.get("step").intValue()).filter(run::hasRollouts).toList();
    if (rounds.isEmpty()) {
      return List.of();
    }
    Set<Integer> shown = new LinkedHashSet<>();
    shown.add(rounds.get(0));
    shown.add(rounds.get(rounds.size() - 1));
    List<RoundPage> examples = new ArrayList<>();
    for (int round : shown) {
      examples.add(examples(run, round));
    }
    return examples;
  }

  private static RoundPage examples(RunFolder run, int round) throws IOException {
    RoundPage all = page(run, round, RoundQuery.Show.ALL);
    Map<RoundQuery.Show, Integer> kinds =
        all.problems().stream().anyMatch(problem -> problem.truth() != null)
            ? EXAMPLES
            : WITHOUT_TRUTH;
    List<RoundPage.ProblemView> problems = new ArrayList<>();
    for (RoundQuery.Show kind : RoundQuery.Show.values()) {
      if (kinds.containsKey(kind)) {
        problems.addAll(page(run, round, kind).problems().stream().limit(kinds.get(kind)).toList());
      }
    }
    return new RoundPage(
        round, all.counts(), all.matched(), 0, all.pages(), all.answers(), problems);
  }

  private static RoundPage page(RunFolder run, int round, RoundQuery.Show kind) throws IOException {
    return RoundPage.of(run, round, new RoundQuery(kind, "", Optional.empty(), 0));
  }

  /** Its settings by key, but for {@code run.name} and {@code run.directory}. */
  Map<String, String> leaves() {
    Map<String, String> leaves = new TreeMap<>();
    ConfigFactory.parseString(settings.render())
        .getConfig(Settings.ROOT)
        .entrySet()
        .forEach(entry -> leaves.put(entry.getKey(), shown(entry.getValue())));
    leaves.remove("run.name");
    leaves.remove("run.directory");
    return leaves;
  }

  private static String shown(ConfigValue value) {
    return value.unwrapped() instanceof String text
        ? text
        : value.render(ConfigRenderOptions.concise());
  }

  /** An accuracy of the base on held-out problems; NaN if it was not measured. */
  double before(String key) {
    return summary.map(s -> s.before().getOrDefault(key, Double.NaN)).orElse(Double.NaN);
  }

  /** An accuracy at the end of the run on held-out problems; NaN if it was not measured. */
  double after(String key) {
    return summary.map(s -> s.after().getOrDefault(key, Double.NaN)).orElse(Double.NaN);
  }

  /** The measurements of a metric, with those before and after the run. */
  List<CurveChart.Point> curve(String key) {
    List<CurveChart.Point> points = new ArrayList<>();
    add(points, 0, before(key));
    for (Map<String, Double> round : metrics) {
      add(points, round.get("step"), round.getOrDefault(key, Double.NaN));
    }
    double last = summary.map(Summary::steps).orElse(0);
    if (points.isEmpty() || points.get(points.size() - 1).round() < last) {
      add(points, last, after(key));
    }
    return points;
  }

  private static void add(List<CurveChart.Point> points, double round, double value) {
    if (Double.isFinite(value)) {
      points.add(new CurveChart.Point(round, value));
    }
  }
}
