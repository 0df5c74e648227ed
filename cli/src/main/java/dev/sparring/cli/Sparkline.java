package dev.sparring.cli;

import java.util.List;

/** A curve in one line of text. */
final class Sparkline {
  private static final String LEVELS = "▁▂▃▄▅▆▇█";
  private static final char NOTHING = '·';

  private Sparkline() {}

  /**
   * Draws values from their least to their greatest. More of them than there is room for are
   * averaged in groups; a group in which nothing was measured is a dot.
   *
   * @param width characters, at most
   */
  static String of(List<Double> values, int width) {
    int n = Math.min(width, values.size());
    double[] means = new double[n];
    double least = Double.POSITIVE_INFINITY;
    double greatest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      List<Double> group =
          values.subList(i * values.size() / n, Math.max((i + 1) * values.size() / n, 1));
      means[i] =
          group.stream()
              .mapToDouble(Double::doubleValue)
              .filter(Double::isFinite)
              .average()
              .orElse(Double.NaN);
      if (Double.isFinite(means[i])) {
        least = Math.min(least, means[i]);
        greatest = Math.max(greatest, means[i]);
      }
    }
    StringBuilder line = new StringBuilder();
    for (double mean : means) {
      line.append(level(mean, least, greatest));
    }
    return line.toString();
  }

  private static char level(double value, double least, double greatest) {
    if (!Double.isFinite(value)) {
      return NOTHING;
    }
    double height = greatest > least ? (value - least) / (greatest - least) : 0.5;
    return LEVELS.charAt((int) Math.min(LEVELS.length() - 1, height * LEVELS.length()));
  }
}
