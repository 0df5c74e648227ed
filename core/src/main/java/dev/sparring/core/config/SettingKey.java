package dev.sparring.core.config;

import dev.sparring.core.Sampling;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A setting: one component of a block's record.
 *
 * @param name the component's name with hyphens
 * @param component that the value goes into
 * @param takes constraint on the value, if it has one
 */
record SettingKey(String name, RecordComponent component, Optional<Constraint> takes) {

  /** The settings of a block, in the order of the record's components. */
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

  /** The paths of all settings and blocks below a block. */
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

  /** The record of a list's entries, if the setting is a list of named blocks. */
  Optional<Class<?>> entries() {
    return component.getGenericType() instanceof ParameterizedType list
            && list.getActualTypeArguments()[0] instanceof Class<?> entry
            && entry.isRecord()
        ? Optional.of(entry)
        : Optional.empty();
  }

  /** The values that it may hold. */
  Limits limits() {
    return Limits.of(this);
  }

  /** Its default in a named block, if it has one. */
  Optional<String> otherwise() {
    return takes.map(Constraint::otherwise).filter(text -> !text.isEmpty());
  }
}
