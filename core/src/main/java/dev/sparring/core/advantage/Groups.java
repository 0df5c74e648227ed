package dev.sparring.core.advantage;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** What the algorithms that compare the members of a group have in common. */
final class Groups {
  private static final double EPSILON = 1e-6;

  private Groups() {}

  /**
   * Applies a rule to the rewards of every group. A group whose rewards are all equal (a group of
   * one, too) says nothing about its members: it gets exact zeros, not rounding errors over a small
   * number.
   *
   * @param rule rewards of one group to values of one group, in order
   */
  static double[] apply(Batch batch, UnaryOperator<double[]> rule) {
    Map<Integer, IntStream.Builder> members = new LinkedHashMap<>();
    for (int i = 0; i < batch.size(); i++) {
      members.computeIfAbsent(batch.groups()[i], group -> IntStream.builder()).add(i);
    }
    double[] values = new double[batch.size()];
    for (IntStream.Builder builder : members.values()) {
      int[] indices = builder.build().toArray();
      double[] rewards = Arrays.stream(indices).mapToDouble(i -> batch.rewards()[i]).toArray();
      double[] results = varies(rewards) ? rule.apply(rewards) : new double[rewards.length];
      for (int k = 0; k < indices.length; k++) {
        values[indices[k]] = results[k];
      }
    }
    return values;
  }

  /** Each reward less the mean of all. */
  static double[] centred(double[] rewards) {
    double mean = DoubleStream.of(rewards).sum() / rewards.length;
    return DoubleStream.of(rewards).map(reward -> reward - mean).toArray();
  }

  /** Each reward less the mean, over the standard deviation (with n − 1) plus 1e-6. */
  static double[] normalised(double[] rewards) {
    double[] centred = centred(rewards);
    double squares = DoubleStream.of(centred).map(value -> value * value).sum();
    double deviation = Math.sqrt(squares / (rewards.length - 1));
    return DoubleStream.of(centred).map(value -> value / (deviation + EPSILON)).toArray();
  }

  /** Whether there are two different values. */
  static boolean varies(double[] values) {
    return DoubleStream.of(values).anyMatch(value -> value != values[0]);
  }
}
