package dev.sparring.cli.report;

/**
 * An interval that holds an accuracy, or a change of accuracy, with about 95 % confidence.
 *
 * @param low lower end, as a share
 * @param high upper end, as a share
 */
public record Interval(double low, double high) {
  private static final double Z = 1.96;

  /**
   * The score interval of an accuracy (Wilson 1927; recommended by Newcombe 1998).
   *
   * @param accuracy share of right answers, 0 to 1
   * @param problems that were asked
   */
  public static Interval of(double accuracy, int problems) {
    double n = problems;
    double middle = accuracy + Z * Z / (2 * n);
    double half = Z * Math.sqrt((accuracy * (1 - accuracy) + Z * Z / (4 * n)) / n);
    double scale = 1 + Z * Z / n;
    return new Interval(Math.max(0, (middle - half) / scale), Math.min(1, (middle + half) / scale));
  }

  /**
   * The interval of a change of accuracy: two standard errors on either side. A right and a wrong
   * answer are added to either accuracy (Agresti and Caffo 2000), so that something is left where
   * all answers are right. Both accuracies count as independent. They are of the same problems, so
   * the interval is wider than it need be.
   *
   * @param before share of right answers, 0 to 1
   * @param after share of right answers, 0 to 1
   * @param problems that were asked, each time
   */
  public static Interval ofChange(double before, double after, int problems) {
    double noise = 2 * Math.sqrt(variance(before, problems) + variance(after, problems));
    return new Interval(after - before - noise, after - before + noise);
  }

  private static double variance(double share, int problems) {
    double p = (share * problems + 1) / (problems + 2);
    return p * (1 - p) / (problems + 2);
  }

  /** Half of its width. */
  public double half() {
    return (high - low) / 2;
  }
}
