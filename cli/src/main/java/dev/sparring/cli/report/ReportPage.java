package dev.sparring.cli.report;

import dev.sparring.core.config.PolicySettings;
import dev.sparring.core.config.Settings;
import dev.sparring.core.task.Task;
import dev.sparring.orchestrator.run.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Puts a report together: one page on one run, or on several beside each other. */
public final class ReportPage {
  /** Colours of curves in the style sheet. */
  static final int COLOURS = 8;

  /** Metrics that have a chart, in this order; those of a pattern in the order of their names. */
  private static final List<Pattern> CHARTS =
      List.of(
          Pattern.compile("eval/(greedy|sampled|majority|pass)"),
          Pattern.compile("probe/labelAccuracy"),
          Pattern.compile("verifier/(labelled|majorityShare|mixed|voteEntropy)"),
          Pattern.compile("(solver|proposer)/reward"),
          Pattern.compile("(solver|proposer)/kl"),
          Pattern.compile("(solver|proposer)/entropy"),
          Pattern.compile("proposer/(valid|distinct)"),
          Pattern.compile("format/.+"),
          Pattern.compile("solver/(truncated|length)"),
          Pattern.compile("learn/gradNorm|time/round"));

  /** Metrics whose values are shares. */
  private static final Pattern SHARES =
      Pattern.compile(
          "eval/.*|probe/.*|format/.*|.*/(reward|labelled|majorityShare|mixed|valid|distinct|truncated)");

  private final List<ReportedRun> runs;
  private final List<String> conclusions;
  private final String style;
  private final Html html = new Html();

  private ReportPage(List<ReportedRun> runs, List<String> conclusions, String style) {
    this.runs = runs;
    this.conclusions = conclusions;
    this.style = style;
  }

  /**
   * Writes the page.
   *
   * @param conclusions a sentence for each run, in the order of the runs
   * @param style the style sheet
   * @return HTML without scripts, which loads nothing
   */
  public static String of(List<ReportedRun> runs, List<String> conclusions, String style) {
    ReportPage page = new ReportPage(runs, conclusions, style);
    page.write();
    return page.html.toString();
  }

  private void write() {
    String title = "Report: " + String.join(", ", names());
    html.raw("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/>");
    html.raw(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src"
            + " 'unsafe-inline'\"/>");
    html.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>");
    html.element("title", title).raw("<style>").raw(style).raw("</style></head><body><main>");
    html.element("h1", title);
    asked();
    learned();
    curves();
    runs.forEach(run -> ReportExamples.write(html, run));
    reproduce();
    html.raw("</main></body></html>\n");
  }

  private List<String> names() {
    return runs.stream().map(ReportedRun::name).toList();
  }

  private void asked() {
    html.element("h2", "What was asked");
    header("");
    row("Task", run -> task(run.settings()));
    row("Model", run -> run.settings().policy().model() + ", " + trained(run.settings()));
    row("Answers are rewarded for", run -> reward(run.settings().solver().reward()));
    row("Problems are rewarded by", run -> run.settings().proposer().reward());
    row(
        "Advantages",
        run ->
            "answers "
                + run.settings().learn().algorithm()
                + ", problems "
                + run.settings().learn().proposerAlgorithm());
    row(
        "A round",
        run ->
            run.settings().proposer().problems()
                + " problems, "
                + run.settings().solver().samples()
                + " answers to each");
    row("Seed", run -> Long.toString(run.settings().run().seed()));
    row(
        "Evaluation",
        run ->
            run.problems()
                + " held-out problems, "
                + run.settings().evaluation().samples()
                + " sampled answers to each");
    row("End", run -> run.summary().map(ReportPage::end).orElse("not ended"));
    html.raw("</tbody></table></div>");
    differences();
  }

  private void header(String first) {
    html.raw("<div class=\"scroll\"><table><thead><tr>").element("th", first);
    for (int i = 0; i < runs.size(); i++) {
      html.raw("<th><span class=\"key c" + (i % COLOURS + 1) + "\"></span>");
      html.text(runs.get(i).name()).raw("</th>");
    }
    html.raw("</tr></thead><tbody>");
  }

  private void row(String name, Function<ReportedRun, String> value) {
    html.raw("<tr>").element("th", name);
    runs.forEach(run -> html.element("td", value.apply(run)));
    html.raw("</tr>");
  }

  private static String task(Settings settings) {
    Task task = settings.configuredTask();
    return task.name() + ": " + task.description();
  }

  private static String trained(Settings settings) {
    PolicySettings.Adapter adapter = settings.policy().adapter();
    return adapter.use() == PolicySettings.Adapter.Use.NONE
        ? "all weights trained"
        : "LoRA of rank "
            + adapter.rank()
            + (adapter.use() == PolicySettings.Adapter.Use.SHARED ? "" : " for each role");
  }

  private static String reward(String reward) {
    return switch (reward) {
      case "majority" -> "agreement with the majority";
      case "truth" -> "the truth (ceiling; no self-play)";
      default -> reward + " (control)";
    };
  }

  private static String end(Summary summary) {
    return String.format(
        Locale.ROOT,
        "%s after %d rounds, %.0f s%s",
        summary.stopped(),
        summary.steps(),
        summary.seconds(),
        summary.reason().isEmpty() ? "" : ": " + summary.reason());
  }

  /** The settings in which the runs differ. */
  private void differences() {
    List<Map<String, String>> all = runs.stream().map(ReportedRun::leaves).toList();
    List<String> differing =
        all.stream()
            .flatMap(leaves -> leaves.keySet().stream())
            .distinct()
            .sorted()
            .filter(key -> all.stream().map(l -> l.getOrDefault(key, "")).distinct().count() > 1)
            .toList();
    if (differing.isEmpty()) {
      return;
    }
    html.element("h3", "Settings in which the runs differ");
    header("");
    for (String key : differing) {
      html.raw("<tr>").element("th", key);
      all.forEach(leaves -> html.element("td", leaves.getOrDefault(key, "")));
      html.raw("</tr>");
    }
    html.raw("</tbody></table></div>");
  }

  private void learned() {
    html.element("h2", "What was learned");
    for (int i = 0; i < runs.size(); i++) {
      html.raw("<p>").element("strong", runs.get(i).name()).text(": " + conclusions.get(i));
      html.raw("</p>");
    }
    if (runs.size() > 1) {
      ComparisonTable.write(html, runs);
    }
    runs.forEach(run -> AccuracyTable.write(html, run, runs.size() > 1));
    html.element("p", "note", AccuracyTable.NOTE);
  }

  private void curves() {
    TreeSet<String> keys = new TreeSet<>();
    runs.forEach(run -> run.metrics().forEach(round -> keys.addAll(round.keySet())));
    runs.forEach(run -> run.summary().ifPresent(s -> keys.addAll(s.before().keySet())));
    html.element("h2", "Curves");
    html.raw("<p class=\"legend\">");
    for (int i = 0; i < runs.size(); i++) {
      html.raw("<span class=\"key c" + (i % COLOURS + 1) + "\"></span>");
      html.text(runs.get(i).name() + " ");
    }
    html.raw("</p><div class=\"charts\">");
    for (Pattern pattern : CHARTS) {
      keys.stream().filter(pattern.asMatchPredicate()).forEach(this::chart);
    }
    html.raw("</div>");
  }

  private void chart(String key) {
    List<List<CurveChart.Point>> curves = new ArrayList<>();
    runs.forEach(run -> curves.add(run.curve(key)));
    CurveChart chart = new CurveChart(key, SHARES.matcher(key).matches(), curves);
    if (chart.hasPoints()) {
      chart.write(html, names());
    }
  }

  private void reproduce() {
    html.element("h2", "How to reproduce it");
    html.element(
        "p",
        "Save the configuration of a run and train with it. The same seed on the same kind of"
            + " machine, with the same versions and the same files of the base model, gives the"
            + " same bits.");
    for (ReportedRun run : runs) {
      html.element("h3", run.name());
      html.element("pre", "sparring train " + run.name() + ".conf --name " + run.name() + "-again");
      details(run.name() + ".conf", run.configuration());
      details("Sums of the base model's files", run.base());
    }
  }

  private void details(String name, String text) {
    html.raw("<details>").element("summary", name).element("pre", text).raw("</details>");
  }
}
