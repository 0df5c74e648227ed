package dev.sparring.core.config;

import dev.sparring.core.gate.Gate;
import dev.sparring.core.plugin.NumberOption;
import dev.sparring.core.plugin.NumberValues;
import dev.sparring.core.reward.RefusalRule;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which gates stand between proposer and solver, and between verifier and learner.
 *
 * @param admission names of the gates that a problem passes before it is asked, in order
 * @param learning names of the gates that its answers pass before they are learned from, in order
 * @param epsilon share of problems that pass whatever the gates say
 * @param proposal what becomes of the proposal of a problem that a learning gate refuses
 * @param options a value for every option of these gates, by {@code gate.option}, sorted
 */
public record GateSettings(
    List<String> admission,
    List<String> learning,
    @Constraint(atLeast = 0, atMost = 1) double epsilon,
    RefusalRule proposal,
    @Constraint(nested = true) Map<String, String> options) {
  public GateSettings {
    admission = List.copyOf(admission);
    learning = List.copyOf(learning);
    options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
  }

  /** What the options of a gate hold, or what they are when nothing is said. */
  public NumberValues values(Gate gate) {
    Map<String, Double> values = new LinkedHashMap<>();
    for (NumberOption option : gate.options()) {
      String given = options.get(gate.name() + "." + option.name());
      values.put(option.name(), given == null ? option.otherwise() : Double.parseDouble(given));
    }
    return new NumberValues(values);
  }

  /** The same with these options. */
  GateSettings with(Map<String, String> all) {
    return new GateSettings(admission, learning, epsilon, proposal, all);
  }
}
