package dev.sparring.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What stands behind a bar while a run goes on: the phase, seconds a round and until the last one,
 * the solver's rewards as a curve, and the last evaluation.
 */
final class ProgressLine {
  private static final int ROUNDS = 10;
  private static final int CURVE = 8;

  private final List<Double> seconds = new ArrayList<>();
  private final List<Double> rewards = new ArrayList<>();
  private int roundsLeft;
  private String phase = "";
  private String evaluation = "";

  /** The run begins with something else. */
  void phase(String now) {
    phase = now;
  }

  /**
   * A round is finished.
   *
   * @param left how many are left
   */
  void round(int left, Map<String, Double> metrics) {
    roundsLeft = left;
    seconds.add(metrics.getOrDefault("time/round", Double.NaN));
    rewards.add(metrics.getOrDefault("solver/reward", Double.NaN));
    if (metrics.containsKey("eval/greedy")) {
      evaluation(metrics);
    }
  }

  /** Held-out problems were answered. */
  void evaluation(Map<String, Double> metrics) {
    Double greedy = metrics.get("eval/greedy");
    evaluation = greedy == null ? "" : String.format(Locale.ROOT, "greedy %.3f", greedy);
  }

  /** In one line, what matters most first: a narrow terminal cuts off its end. */
  String text() {
    return Stream.of(phase, rate(), curve(), evaluation)
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining("  "));
  }

  private String rate() {
    double mean =
        seconds.subList(Math.max(0, seconds.size() - ROUNDS), seconds.size()).stream()
            .mapToDouble(Double::doubleValue)
            .filter(Double::isFinite)
            .average()
            .orElse(Double.NaN);
    return Double.isNaN(mean)
        ? ""
        : String.format(Locale.ROOT, "%.1f s/round  %s left", mean, time(mean * roundsLeft));
  }

  private static String time(double seconds) {
    long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + " s";
    }
    long minutes = Math.round(seconds / 60);
    return minutes < 60 ? minutes + " min" : minutes / 60 + " h " + minutes % 60 + " min";
  }

  private String curve() {
    return rewards.isEmpty() ? "" : "reward " + Sparkline.of(rewards, CURVE);
  }
}
