package dev.sparring.core.gate;

import dev.sparring.core.config.GateSettings;
import dev.sparring.core.reward.RefusalRule;
import dev.sparring.core.task.Task;
import java.util.List;
import java.util.Map;

/** Chains of gates for tests, by name. */
final class Chains {
  private Chains() {}

  static AdmissionGates admission(String... names) {
    return admission(AdmissionGatesTest.TASK, 0, Map.of(), names);
  }

  static AdmissionGates admission(
      Task task, double epsilon, Map<String, String> options, String... names) {
    return AdmissionGates.of(
        task, new GateSettings(List.of(names), List.of(), epsilon, RefusalRule.MASK, options));
  }

  static LearningGates learning(
      Task task, double epsilon, Map<String, String> options, String... names) {
    return LearningGates.of(
        task,
        new GateSettings(List.of(), List.of(names), epsilon, RefusalRule.MASK, options),
        false);
  }
}
