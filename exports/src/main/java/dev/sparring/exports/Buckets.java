package dev.sparring.exports;

/**
 * A distribution in buckets of equal width.
 *
 * @param limits upper limit of each bucket
 * @param counts values in each
 */
record Buckets(
    double min,
    double max,
    double num,
    double sum,
    double sumSquares,
    double[] limits,
    double[] counts) {
  private static final int BUCKETS = 30;

  /**
   * Counts values.
   *
   * @param values at least one, all finite
   */
  static Buckets of(double[] values) {
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    double sum = 0;
    double sumSquares = 0;
    for (double value : values) {
      min = Math.min(min, value);
      max = Math.max(max, value);
      sum += value;
      sumSquares += value * value;
    }
    double width = max > min ? (max - min) / BUCKETS : 0;
    int n = width > 0 ? BUCKETS : 1;
    double[] limits = new double[n];
    double[] counts = new double[n];
    for (int i = 0; i < n; i++) {
      limits[i] = i == n - 1 ? max : min + (i + 1) * width;
    }
    for (double value : values) {
      counts[width > 0 ? (int) Math.min(n - 1, (value - min) / width) : 0]++;
    }
    return new Buckets(min, max, values.length, sum, sumSquares, limits, counts);
  }
}
