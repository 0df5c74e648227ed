package dev.sparring.core.advantage;

import java.util.HashMap;
import java.util.Map;

/** The running mean reward of every role: part of the run's state. A new role begins at 0. */
public record Baselines(Map<String, Double> byRole) {
  /** No role has played yet. */
  public static final Baselines NONE = new Baselines(Map.of());

  /** Copies the map. */
  public Baselines {
    byRole = Map.copyOf(byRole);
  }

  /** The baseline of a role. */
  public double of(String role) {
    return byRole.getOrDefault(role, 0.0);
  }

  /** These, with another value for one role. */
  public Baselines with(String role, double baseline) {
    Map<String, Double> changed = new HashMap<>(byRole);
    changed.put(role, baseline);
    return new Baselines(changed);
  }
}
