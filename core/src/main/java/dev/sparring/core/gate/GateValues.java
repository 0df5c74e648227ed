package dev.sparring.core.gate;

import java.util.Map;

/**
 * What a gate's options hold.
 *
 * @param byName a number for every option
 */
public record GateValues(Map<String, Double> byName) {
  public GateValues {
    byName = Map.copyOf(byName);
  }

  /** What an option holds; {@link IllegalArgumentException} for one that the gate does not have. */
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
