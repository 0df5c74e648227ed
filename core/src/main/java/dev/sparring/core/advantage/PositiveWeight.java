package dev.sparring.core.advantage;

import java.util.Arrays;

/**
 * Another rule's advantages, of which those above 0 are made smaller. With 0, answers that agree
 * with the majority are not learned, and those that differ are made less probable: most of these
 * are wrong whether or not the majority is right (2608.27448).
 *
 * @param rule the other rule
 * @param positiveWeight what advantages above 0 are multiplied with, from 0 to 1
 */
public record PositiveWeight(Advantage rule, double positiveWeight) implements Advantage {
  /** A rule as it is, or with smaller advantages above 0. */
  public static Advantage of(Advantage rule, double positiveWeight) {
    return positiveWeight == 1 ? rule : new PositiveWeight(rule, positiveWeight);
  }

  @Override
  public String configName() {
    return rule.configName();
  }

  @Override
  public Advantages compute(Batch batch) {
    Advantages all = rule.compute(batch);
    return new Advantages(
        Arrays.stream(all.values()).map(a -> a > 0 ? a * positiveWeight : a).toArray(),
        all.baseline());
  }
}
