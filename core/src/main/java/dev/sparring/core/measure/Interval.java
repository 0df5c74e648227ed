package dev.sparring.core.measure;

import dev.sparring.core.RandomStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A figure with a 95 % interval.
 *
 * @param value of all items
 * @param low end of the interval; not a number where there are no items
 * @param high end of the interval
 */
public record Interval(double value, double low, double high) {
  private static final int RESAMPLES = 1000;

  /**
   * The percentile bootstrap over items: the figure of 1000 samples of the items with replacement.
   * Samples for which the figure is not a number are left out.
   *
   * @param items what is independent of each other, for example problems
   * @param random the same stream gives the same interval
   */
  public static <T> Interval of(
      List<T> items, ToDoubleFunction<List<T>> figure, RandomStream random) {
    double value = figure.applyAsDouble(items);
    double[] figures = new double[items.isEmpty() ? 0 : RESAMPLES];
    for (int sample = 0; sample < figures.length; sample++) {
      RandomStream own = random.child(sample);
      List<T> drawn = new ArrayList<>(items.size());
      for (int i = 0; i < items.size(); i++) {
        drawn.add(items.get(own.below(i, items.size())));
      }
      figures[sample] = figure.applyAsDouble(drawn);
    }
    double[] sorted = Arrays.stream(figures).filter(f -> !Double.isNaN(f)).sorted().toArray();
    return sorted.length == 0
        ? new Interval(value, Double.NaN, Double.NaN)
        : new Interval(value, at(sorted, .025), at(sorted, .975));
  }

  /** The same of the mean of numbers. */
  public static Interval ofMean(List<Double> numbers, RandomStream random) {
    return of(
        numbers,
        some -> some.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN),
        random);
  }

  private static double at(double[] sorted, double quantile) {
    return sorted[(int) Math.min(sorted.length - 1, StrictMath.floor(quantile * sorted.length))];
  }
}
