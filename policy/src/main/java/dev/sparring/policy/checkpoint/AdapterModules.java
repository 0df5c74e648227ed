package dev.sparring.policy.checkpoint;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The linear maps of one model that an adapter changes, by their names.
 *
 * @param absent modules that the description names and the tensors do not have; they stay as in the
 *     base, as PEFT leaves them
 */
record AdapterModules(Map<String, Module> byName, List<String> absent) {
  /**
   * One linear map.
   *
   * @param scale what B · A is multiplied with
   */
  record Module(int rank, double scale) {}

  /** What PEFT can adapt beside the linear maps of layers. */
  private static final List<String> OTHERS = List.of("model.embed_tokens", "lm_head");

  /** All that a fresh adapter changes. */
  static AdapterModules of(ModelSpec model, AdapterSpec spec) {
    return of(model, spec, Optional.empty());
  }

  /**
   * All that an adapter with these tensors changes.
   *
   * @param tensors names as {@link AdapterLayout} has them
   * @throws CheckpointException when the adapter names nothing in the model
   */
  static AdapterModules of(ModelSpec model, AdapterSpec spec, Set<String> tensors) {
    return of(model, spec, Optional.of(tensors));
  }

  private static AdapterModules of(
      ModelSpec model, AdapterSpec spec, Optional<Set<String>> tensors) {
    Map<String, Module> byName = new LinkedHashMap<>();
    List<String> absent = new ArrayList<>();
    List<String> names = new ArrayList<>(AdapterLayout.modules(model));
    names.addAll(OTHERS);
    for (String name : names) {
      if (spec.targets().include(name)) {
        String prefix = AdapterLayout.PREFIX + name + ".";
        if (tensors.isPresent() && tensors.get().stream().noneMatch(t -> t.startsWith(prefix))) {
          absent.add(name);
        } else if (!OTHERS.contains(name)) {
          byName.put(name, new Module(spec.rank(name), spec.scale(name)));
        }
      }
    }
    if (byName.isEmpty() && absent.isEmpty()) {
      throw new CheckpointException("target_modules names no linear map of a layer there");
    }
    return new AdapterModules(byName, absent);
  }

  /** The scale that all have; empty where they differ. */
  Optional<Double> scale() {
    List<Double> scales = byName.values().stream().map(Module::scale).distinct().toList();
    return scales.size() == 1 ? Optional.of(scales.get(0)) : Optional.empty();
  }

  /** What a person should know, a line each. */
  List<String> notes(Path directory) {
    return absent.isEmpty()
        ? List.of()
        : List.of(
            String.format(
                Locale.ROOT,
                "%s names %d modules for which %s has no tensors, %s for example;"
                    + " they stay as in the base",
                directory.resolve(AdapterSpec.FILE),
                absent.size(),
                Adapter.WEIGHTS,
                absent.get(0)));
  }
}
