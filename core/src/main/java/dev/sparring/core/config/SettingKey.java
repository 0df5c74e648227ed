package dev.sparring.core.config;

import dev.sparring.core.Sampling;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One setting of a block: a component of its record.
 *
 * @param name the component's name with hyphens
 * @param component where the value goes
 * @param takes what it may hold
 */
record SettingKey(String name, RecordComponent component, Optional<Constraint> takes) {

  /** The settings of a block, in the order of its record. */
  static List<SettingKey> of(Class<?> block) {
    RecordComponent[] components = block.getRecordComponents();
    RecordComponent[] limits =
        (block == Sampling.class ? SamplingLimits.class : block).getRecordComponents();
    List<SettingKey> keys = new ArrayList<>();
    for (int i = 0; i < components.length; i++) {
      Optional<Constraint> takes = Optional.ofNullable(limits[i].getAnnotation(Constraint.class));
      String name = takes.map(Constraint::key).orElse("");
      keys.add(
          new SettingKey(
              name.isEmpty() ? hyphened(components[i].getName()) : name, components[i], takes));
    }
    return keys;
  }

  /** Every path of settings and blocks below this block. */
  static List<String> paths(Class<?> block, String path) {
    List<String> paths = new ArrayList<>();
    for (SettingKey key : of(block)) {
      String below = join(path, key.name);
      paths.add(below);
      if (key.type().isRecord()) {
        paths.addAll(paths(key.type(), below));
      }
    }
    return paths;
  }

  static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  /** {@code updateInterval} and {@code UPDATE_INTERVAL} as {@code update-interval}. */
  static String hyphened(String name) {
    String words = name.contains("_") ? name.replace('_', '-') : name;
    return words.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }

  Class<?> type() {
    return component.getType();
  }

  /** The record of a list's entries, where the list is one of blocks that have names. */
  Optional<Class<?>> entries() {
    return component.getGenericType() instanceof ParameterizedType list
            && list.getActualTypeArguments()[0] instanceof Class<?> entry
            && entry.isRecord()
        ? Optional.of(entry)
        : Optional.empty();
  }

  /** Limits on what it holds. */
  Limits limits() {
    return Limits.of(this);
  }

  /** What an entry without it holds. */
  Optional<String> otherwise() {
    return takes.map(Constraint::otherwise).filter(text -> !text.isEmpty());
  }
}
