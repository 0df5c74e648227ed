package dev.sparring.policy.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which modules of a model an adapter's configuration names, matched as PEFT does it ({@code
 * check_target_module_exists} of PEFT 0.21). A module's name is that of its tensor without {@code
 * .weight}, for example {@code model.layers.0.self_attn.q_proj}.
 *
 * @param targets modules that are adapted
 * @param excluded modules that are not, although they are named
 * @param layers layers that are adapted; empty for all. Modules that a list has by their full names
 *     are adapted in any case
 * @param layersPattern how the list of layers is called, if the names say
 */
record TargetModules(
    Names targets, Optional<Names> excluded, Set<Integer> layers, List<String> layersPattern) {
  private static final String TARGETS = "target_modules";
  private static final String EXCLUDED = "exclude_modules";
  private static final String LAYERS = "layers_to_transform";
  private static final String PATTERN = "layers_pattern";
  private static final String ALL_LINEAR = "all-linear";

  private static final Pattern LAYER = Pattern.compile("model\\.layers\\.(\\d+)\\.");

  /** A way to name modules. */
  sealed interface Names {
    boolean include(String module);

    /** Full names, or the last parts of names. */
    record Listed(Set<String> names) implements Names {
      @Override
      public boolean include(String module) {
        return names.contains(module) || names.stream().anyMatch(n -> module.endsWith("." + n));
      }
    }

    /** A regular expression for full names. */
    record Expression(String regex) implements Names {
      @Override
      public boolean include(String module) {
        return PythonPattern.of(regex).matches(module);
      }
    }

    /** All linear maps but the head. */
    record AllLinear() implements Names {
      @Override
      public boolean include(String module) {
        return AdapterSpec.ALL.stream().anyMatch(map -> module.endsWith("." + map));
      }
    }
  }

  /** Modules by full names or last parts of names, in all layers. */
  static TargetModules named(Collection<String> names) {
    Names.Listed listed = new Names.Listed(new TreeSet<>(names));
    return new TargetModules(listed, Optional.empty(), Set.of(), List.of());
  }

  /** Reads the keys of {@code adapter_config.json}. */
  static TargetModules read(JsonNode json) {
    Names targets = names(json.path(TARGETS)).orElseThrow(() -> mistake(json, TARGETS));
    Set<Integer> layers = new TreeSet<>();
    JsonNode given = json.path(LAYERS);
    for (JsonNode layer : given.isArray() ? given : List.of(given)) {
      if (layer.canConvertToInt()) {
        layers.add(layer.asInt());
      } else if (json.hasNonNull(LAYERS)) {
        throw mistake(json, LAYERS);
      }
    }
    if (json.hasNonNull(LAYERS) && !(targets instanceof Names.Listed)) {
      throw new CheckpointException(LAYERS + " goes with a list of " + TARGETS);
    }
    List<String> pattern = new ArrayList<>();
    JsonNode named = json.path(PATTERN);
    (named.isArray() ? named : List.of(named)).forEach(one -> pattern.add(one.asText("")));
    pattern.removeIf(String::isEmpty);
    return new TargetModules(targets, names(json.path(EXCLUDED)), layers, pattern);
  }

  private static CheckpointException mistake(JsonNode json, String key) {
    return new CheckpointException(key + " " + json.path(key) + " is not supported");
  }

  /** Empty for none at all. */
  private static Optional<Names> names(JsonNode json) {
    if (json.isTextual() && !json.asText().isEmpty()) {
      return Optional.of(
          json.asText().equalsIgnoreCase(ALL_LINEAR)
              ? new Names.AllLinear()
              : new Names.Expression(json.asText()));
    }
    Set<String> names = new TreeSet<>();
    json.forEach(name -> names.add(name.asText()));
    return names.isEmpty() ? Optional.empty() : Optional.of(new Names.Listed(names));
  }

  boolean include(String module) {
    if (excluded.isPresent() && excluded.get().include(module) || !targets.include(module)) {
      return false;
    }
    boolean whole = targets instanceof Names.Listed listed && listed.names().contains(module);
    if (layers.isEmpty() || whole) {
      return true;
    }
    Matcher numbered = LAYER.matcher(module);
    return numbered.lookingAt()
        && layers.contains(Integer.parseInt(numbered.group(1)))
        && (layersPattern.isEmpty() || layersPattern.stream().anyMatch(one -> list(module, one)));
  }

  /** Whether a name goes through a list of layers that is called so. */
  private static boolean list(String module, String pattern) {
    return PythonPattern.of("(?:^|.*?\\.)" + pattern + "\\.\\d+\\.").begins(module);
  }

  /** Writes the keys of {@code adapter_config.json}. */
  void write(ObjectNode json) {
    write(json, TARGETS, targets);
    excluded.ifPresent(names -> write(json, EXCLUDED, names));
    if (!layers.isEmpty()) {
      json.set(LAYERS, Json.MAPPER.valueToTree(layers));
    }
    if (!layersPattern.isEmpty()) {
      json.set(PATTERN, Json.MAPPER.valueToTree(layersPattern));
    }
  }

  private static void write(ObjectNode json, String key, Names names) {
    if (names instanceof Names.Listed listed) {
      json.set(key, Json.MAPPER.valueToTree(listed.names()));
    } else if (names instanceof Names.Expression expression) {
      json.put(key, expression.regex());
    } else {
      json.put(key, ALL_LINEAR);
    }
  }
}
