package dev.sparring.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The metrics of a run so far as a table: one row a metric, with its curve. */
final class MetricsView {
  private static final int WIDTH = 40;

  /** What is shown, in this order; metrics of a line in the order of their names. */
  private static final List<Pattern> SHOWN =
      List.of(
          Pattern.compile("proposer/(valid|duplicate|distinct)"),
          Pattern.compile("verifier/(labelled|majorityShare|voteEntropy|mixed)"),
          Pattern.compile("gate/[^/]+/refused"),
          Pattern.compile("tests/(passed|solved|mixed|unjudged)"),
          Pattern.compile("probe/.+"),
          Pattern.compile("[^/]+/reward"),
          Pattern.compile("[^/]+/entropy"),
          Pattern.compile("[^/]+/kl"),
          Pattern.compile("[^/]+/truncated"),
          Pattern.compile("format/.+"),
          Pattern.compile("learn/(gradNorm|clipFraction|logprobGap|rate)"),
          Pattern.compile("eval/[^/]+"),
          Pattern.compile("time/(round|verify)|tokens/perSecond"));

  private MetricsView() {}

  /**
   * The table.
   *
   * @param steps what {@code metrics.jsonl} holds; not empty
   */
  static String table(List<Map<String, Double>> steps) {
    List<String[]> rows = new ArrayList<>();
    for (String name : shown(steps)) {
      List<Double> values = steps.stream().map(s -> s.getOrDefault(name, Double.NaN)).toList();
      List<Double> measured = values.stream().filter(Double::isFinite).toList();
      if (!measured.isEmpty()) {
        rows.add(
            new String[] {
              name,
              Tables.number(measured.get(0)),
              Tables.number(measured.get(measured.size() - 1)),
              Tables.number(measured.stream().min(Double::compare).orElseThrow()),
              Tables.number(measured.stream().max(Double::compare).orElseThrow()),
              Sparkline.of(values, WIDTH)
            });
      }
    }
    int first = steps.get(0).get("step").intValue();
    int last = steps.get(steps.size() - 1).get("step").intValue();
    return Tables.of(
        List.of("<metric", "first", "last", "min", "max", "<rounds " + first + "–" + last), rows);
  }

  private static Set<String> shown(List<Map<String, Double>> steps) {
    Set<String> names = new java.util.TreeSet<>();
    steps.forEach(step -> names.addAll(step.keySet()));
    Set<String> shown = new LinkedHashSet<>();
    for (Pattern pattern : SHOWN) {
      names.stream().filter(pattern.asMatchPredicate()).forEach(shown::add);
    }
    return shown;
  }
}
