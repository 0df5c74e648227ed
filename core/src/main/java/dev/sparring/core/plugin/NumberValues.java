package dev.sparring.core.plugin;

import java.util.Map;

/**
 * What {@link NumberOption}s hold.
 *
 * @param byName a number for every option
 */
public record NumberValues(Map<String, Double> byName) {
  public NumberValues {
    byName = Map.copyOf(byName);
  }

  /** What an option holds; {@link IllegalArgumentException} for one that is not there. */
  public double number(String option) {
    Double value = byName.get(option);
    if (value == null) {
      throw new IllegalArgumentException("no option " + option + "; there is " + byName.keySet());
    }
    return value;
  }

  /** The same for a whole number. */
  public int count(String option) {
    return (int) number(option);
  }
}
