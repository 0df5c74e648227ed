package dev.sparring.core.gate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** The gates on the class path. */
public final class Gates {
  private Gates() {}

  /** Gates between proposer and solver, in the order of their names. */
  public static List<AdmissionGate> admission() {
    return all(AdmissionGate.class);
  }

  /** Gates between verifier and learner, in the order of their names. */
  public static List<LearningGate> learning() {
    return all(LearningGate.class);
  }

  /** The gate with this name. */
  public static Optional<AdmissionGate> admission(String name) {
    return admission().stream().filter(gate -> gate.name().equals(name)).findFirst();
  }

  /** The gate with this name. */
  public static Optional<LearningGate> learning(String name) {
    return learning().stream().filter(gate -> gate.name().equals(name)).findFirst();
  }

  /** Those of either kind with one of these names, in the order of the names. */
  public static List<Gate> named(List<String> names) {
    List<Gate> gates = new ArrayList<>(admission());
    gates.addAll(learning());
    return gates.stream()
        .filter(gate -> names.contains(gate.name()))
        .sorted(Comparator.comparing(Gate::name))
        .toList();
  }

  private static <G extends Gate> List<G> all(Class<G> kind) {
    return ServiceLoader.load(kind).stream()
        .map(ServiceLoader.Provider::get)
        .sorted(Comparator.comparing(Gate::name))
        .toList();
  }
}
