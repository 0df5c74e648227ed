package dev.sparring.core.config;

import dev.sparring.core.gate.ComparedGate;
import dev.sparring.core.gate.Gate;
import dev.sparring.core.gate.Gates;
import dev.sparring.core.gate.GroundedGate;
import dev.sparring.core.gate.HeldOutGate;
import dev.sparring.core.plugin.NumberOption;
import dev.sparring.core.task.Task;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The block {@code gates}, whose names and options are those of the gates on the class path. */
record GateChains(GateSettings settings, Optional<Task> task) {
  private static final String OPTIONS = "gates.options";

  /** The settings with a value for every option; notes what is the matter with them. */
  GateSettings read(SettingsReader reader) {
    check("gates.admission", settings.admission(), names(Gates.admission()), reader);
    check("gates.learning", settings.learning(), names(Gates.learning()), reader);
    if (!settings.admission().contains(HeldOutGate.NAME)) {
      reader.mistake(
          "gates.admission",
          "leaves out " + HeldOutGate.NAME,
          "it always, so that no problem of an evaluation set is learned from");
    }
    for (String asking : List.of(GroundedGate.NAME, ComparedGate.NAME)) {
      if (settings.learning().contains(asking) && task.filter(it -> !it.inWords()).isPresent()) {
        reader.mistake(
            "gates.learning",
            "names " + asking + ", which asks in words",
            "the other gates for the task " + task.get().name());
      }
    }
    List<String> chain = new ArrayList<>(settings.admission());
    chain.addAll(settings.learning());
    NumberOptions numbers = new NumberOptions(OPTIONS, settings.options());
    List<String> known = new ArrayList<>();
    Map<String, String> all = new TreeMap<>();
    for (Gate gate : Gates.named(chain)) {
      for (NumberOption option : gate.options()) {
        String key = gate.name() + "." + option.name();
        known.add(key);
        all.put(key, numbers.value(key, option, reader));
      }
    }
    settings.options().keySet().stream()
        .filter(key -> !known.contains(key))
        .forEach(key -> unknown(key, known, chain, reader));
    return settings.with(all);
  }

  private static void unknown(
      String key, List<String> known, List<String> chain, SettingsReader reader) {
    int dot = key.indexOf('.');
    String gate = dot < 0 ? "" : key.substring(0, dot);
    List<String> here =
        known.stream()
            .filter(it -> dot >= 0 && it.startsWith(gate + "."))
            .map(it -> it.substring(dot + 1))
            .toList();
    if (here.isEmpty()) {
      String gates = String.join(", ", chain);
      reader.mistake(
          SettingKey.join(OPTIONS, key), "is of a gate in neither chain", "options of " + gates);
    } else {
      String instead = "the gate " + gate + " takes " + String.join(", ", here);
      reader.unknown(SettingKey.join(OPTIONS, gate), key.substring(dot + 1), instead, here);
    }
  }

  private static List<String> names(List<? extends Gate> gates) {
    return gates.stream().map(Gate::name).toList();
  }

  private static void check(
      String key, List<String> chain, List<String> known, SettingsReader reader) {
    if (!known.containsAll(chain)) {
      reader.refuse(key, "a list of some of " + Limits.either(known));
    } else if (new HashSet<>(chain).size() < chain.size()) {
      reader.mistake(key, "names a gate twice", "each once");
    }
  }
}
