package dev.sparring.core.measure;

import java.util.Comparator;
import java.util.List;

/**
 * How sure somebody was of an answer, and whether it is right.
 *
 * @param share from 0 to 1
 * @param right what the truth says
 */
public record Confidence(double share, boolean right) {
  private static final int BINS = 10;

  /**
   * The probability that a right answer has a higher confidence than a wrong one, ties counted
   * half; .5 is chance. Not a number when all are right or all are wrong.
   */
  public static double auroc(List<Confidence> all) {
    List<Confidence> sorted =
        all.stream().sorted(Comparator.comparingDouble(Confidence::share)).toList();
    double wins = 0;
    long wrongBelow = 0;
    int from = 0;
    while (from < sorted.size()) {
      int to = from;
      long right = 0;
      while (to < sorted.size() && sorted.get(to).share == sorted.get(from).share) {
        right += sorted.get(to).right ? 1 : 0;
        to++;
      }
      long wrong = to - from - right;
      wins += right * (wrongBelow + wrong / 2.);
      wrongBelow += wrong;
      from = to;
    }
    return wins / ((double) (sorted.size() - wrongBelow) * wrongBelow);
  }

  /**
   * The expected calibration error over ten bins of equal width: the mean distance between
   * confidence and share of right answers, weighted by answers ("On Calibration of Modern Neural
   * Networks", 1706.04599). 0 is calibrated.
   */
  public static double calibrationError(List<Confidence> all) {
    double[] sure = new double[BINS];
    double[] right = new double[BINS];
    for (Confidence one : all) {
      int bin = Math.min(BINS - 1, (int) (one.share * BINS));
      sure[bin] += one.share;
      right[bin] += one.right ? 1 : 0;
    }
    double error = 0;
    for (int bin = 0; bin < BINS; bin++) {
      error += Math.abs(sure[bin] - right[bin]);
    }
    return error / all.size();
  }
}
