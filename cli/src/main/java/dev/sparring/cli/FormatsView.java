package dev.sparring.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The forms of answers in a run: the share of each at its start and end, and its half-life. */
final class FormatsView {
  private static final String PREFIX = "format/";
  private static final int ENDS = 5;

  private FormatsView() {}

  /**
   * A row for each form.
   *
   * @param steps what {@code metrics.jsonl} holds; not empty
   */
  static String table(List<Map<String, Double>> steps) {
    TreeSet<String> names = new TreeSet<>();
    steps.forEach(step -> names.addAll(step.keySet()));
    List<String[]> rows = new ArrayList<>();
    for (String name : names) {
      if (name.startsWith(PREFIX) && !name.equals(PREFIX + "dominant")) {
        double[] shares =
            steps.stream().mapToDouble(s -> s.getOrDefault(name, Double.NaN)).toArray();
        rows.add(
            new String[] {
              name.substring(PREFIX.length()),
              Tables.number(mean(shares, 0, ENDS)),
              Tables.number(mean(shares, shares.length - ENDS, shares.length)),
              Tables.number(halfLife(shares)),
            });
      }
    }
    return Tables.of(
        List.of("<format", "first " + ENDS, "last " + ENDS, "half-life, rounds"), rows);
  }

  /**
   * The rounds in which a share falls by half, by least squares of its logarithm against the round;
   * not a number for a share that does not fall, or that is there in fewer than two rounds. Rounds
   * in which it is 0 have no logarithm and are left out.
   */
  static double halfLife(double[] shares) {
    double n = 0;
    double x = 0;
    double y = 0;
    double xx = 0;
    double xy = 0;
    for (int round = 0; round < shares.length; round++) {
      if (shares[round] > 0) {
        double log = StrictMath.log(shares[round]);
        n++;
        x += round;
        y += log;
        xx += (double) round * round;
        xy += round * log;
      }
    }
    double slope = (n * xy - x * y) / (n * xx - x * x);
    return slope < 0 ? -StrictMath.log(2) / slope : Double.NaN;
  }

  private static double mean(double[] shares, int from, int to) {
    double sum = 0;
    int count = 0;
    for (int i = Math.max(0, from); i < Math.min(shares.length, to); i++) {
      if (Double.isFinite(shares[i])) {
        sum += shares[i];
        count++;
      }
    }
    return sum / count;
  }
}
