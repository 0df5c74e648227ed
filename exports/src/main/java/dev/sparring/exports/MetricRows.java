package dev.sparring.exports;

import dev.sparring.core.config.MetricsSettings;
import dev.sparring.orchestrator.RunEvent;
import java.util.Map;
import java.util.Optional;

/** Makes rows of metrics out of a run's events. */
final class MetricRows {
  private final MetricsSettings.Names names;
  private int last;
  private boolean evaluated;

  /**
   * @param names that metrics are given besides their own
   * @param last the newest round of which there is a row already; 0 for none
   */
  MetricRows(MetricsSettings.Names names, int last) {
    this.names = names;
    this.last = last;
  }

  /** The row of an event, if it has one. An evaluation within a round is part of that round. */
  Optional<MetricRow> of(RunEvent event) {
    if (event instanceof RunEvent.RoundFinished round) {
      return Optional.of(round(round.step(), round.metrics()));
    } else if (event instanceof RunEvent.EvaluationMeasured measured) {
      if (measured.when().equals("before")) {
        return row(MetricRow.Kind.BEFORE, 0, last > 0, measured.metrics());
      } else if (measured.when().equals("after") && !evaluated) {
        return row(MetricRow.Kind.AFTER, last, false, measured.metrics());
      }
    }
    return Optional.empty();
  }

  private MetricRow round(int step, Map<String, Double> metrics) {
    boolean again = step <= last;
    last = step;
    evaluated = metrics.containsKey("eval/greedy");
    return row(MetricRow.Kind.ROUND, step, again, metrics).orElseThrow();
  }

  private Optional<MetricRow> row(
      MetricRow.Kind kind, int step, boolean again, Map<String, Double> metrics) {
    return Optional.of(new MetricRow(kind, step, again, MetricNames.with(names, metrics)));
  }
}
