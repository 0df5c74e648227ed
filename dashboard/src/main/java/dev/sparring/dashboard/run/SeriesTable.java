package dev.sparring.dashboard.run;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * All metrics of a run in a bounded number of buckets, however many rounds there are. A bucket
 * holds one round, until there are too many; then neighbours are put together, two by two.
 */
public final class SeriesTable {
  /** Buckets at most. */
  public static final int CAPACITY = 1024;

  private static final int MOST_METRICS = 400;
  private final int[] steps = new int[CAPACITY];
  private final Map<String, Series> metrics = new TreeMap<>();
  private int width = 1;
  private int buckets;
  private int inLast;

  /** One metric: its least, greatest and mean value in each bucket; NaN where it has none. */
  public static final class Series {
    private final double[] least = new double[CAPACITY];
    private final double[] greatest = new double[CAPACITY];
    private final double[] sum = new double[CAPACITY];
    private final int[] count = new int[CAPACITY];

    private void add(int bucket, double value) {
      boolean first = count[bucket] == 0;
      least[bucket] = first ? value : Math.min(least[bucket], value);
      greatest[bucket] = first ? value : Math.max(greatest[bucket], value);
      sum[bucket] = first ? value : sum[bucket] + value;
      count[bucket]++;
    }

    private void merge(int from, int to) {
      boolean first = count[to] == 0;
      if (count[from] > 0) {
        least[to] = first ? least[from] : Math.min(least[to], least[from]);
        greatest[to] = first ? greatest[from] : Math.max(greatest[to], greatest[from]);
        sum[to] = first ? sum[from] : sum[to] + sum[from];
        count[to] += count[from];
      }
    }

    private void move(int from, int to) {
      least[to] = least[from];
      greatest[to] = greatest[from];
      sum[to] = sum[from];
      count[to] = count[from];
    }

    /** The least value in a bucket. */
    public double least(int bucket) {
      return count[bucket] == 0 ? Double.NaN : least[bucket];
    }

    /** The greatest value in a bucket. */
    public double greatest(int bucket) {
      return count[bucket] == 0 ? Double.NaN : greatest[bucket];
    }

    /** The mean of the values in a bucket. */
    public double mean(int bucket) {
      return count[bucket] == 0 ? Double.NaN : sum[bucket] / count[bucket];
    }
  }

  /** Adds the next round. */
  public void add(MetricsRow row) {
    if (buckets == 0 || inLast == width) {
      if (buckets == CAPACITY) {
        halve();
      }
      buckets++;
      inLast = 0;
    }
    int bucket = buckets - 1;
    steps[bucket] = row.step();
    inLast++;
    row.values()
        .forEach(
            (key, value) -> {
              if (Double.isFinite(value) && (metrics.size() < MOST_METRICS || has(key))) {
                metrics.computeIfAbsent(key, name -> new Series()).add(bucket, value);
              }
            });
  }

  private boolean has(String key) {
    return metrics.containsKey(key);
  }

  private void halve() {
    for (int to = 0; to < CAPACITY / 2; to++) {
      steps[to] = steps[2 * to + 1];
    }
    for (Series series : metrics.values()) {
      for (int to = 0; to < CAPACITY / 2; to++) {
        series.move(2 * to, to);
        series.merge(2 * to + 1, to);
      }
      Arrays.fill(series.count, CAPACITY / 2, CAPACITY, 0);
    }
    buckets = CAPACITY / 2;
    width *= 2;
  }

  /** How many buckets there are. */
  public int size() {
    return buckets;
  }

  /** Rounds in a bucket; the last one may have fewer. */
  public int width() {
    return width;
  }

  /** The last round of a bucket. */
  public int step(int bucket) {
    return steps[bucket];
  }

  /** The metrics by key, sorted. */
  public Map<String, Series> metrics() {
    return metrics;
  }
}
