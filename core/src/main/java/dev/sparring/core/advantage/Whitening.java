package dev.sparring.core.advantage;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Zero mean and unit variance over the tokens of a batch: a sequence weighs as many as it has. */
final class Whitening {
  private static final double EPSILON = 1e-8;

  private Whitening() {}

  /**
   * Whitens values that all tokens of a sequence share.
   *
   * @param values length n, one a sequence
   * @param lengths length n, tokens of each; the variance is that of a sample, over tokens − 1
   * @return length n; zeros when no two values differ or there are fewer than two tokens
   */
  static double[] overTokens(double[] values, int[] lengths) {
    double tokens = IntStream.of(lengths).sum();
    if (tokens < 2 || !Groups.varies(values)) {
      return new double[values.length];
    }
    double mean = 0;
    for (int i = 0; i < values.length; i++) {
      mean += lengths[i] * values[i] / tokens;
    }
    double variance = 0;
    for (int i = 0; i < values.length; i++) {
      variance += lengths[i] * (values[i] - mean) * (values[i] - mean) / (tokens - 1);
    }
    double centre = mean;
    double deviation = Math.sqrt(variance + EPSILON);
    return DoubleStream.of(values).map(value -> (value - centre) / deviation).toArray();
  }
}
