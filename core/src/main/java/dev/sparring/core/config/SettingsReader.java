package dev.sparring.core.config;

import static java.util.stream.Collectors.joining;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads the records of settings from a resolved configuration. It collects all problems: values of
 * another type or out of bounds, missing keys, unknown keys.
 */
final class SettingsReader {
  private final List<String> problems = new ArrayList<>();
  private final Map<String, ConfigValue> seen = new TreeMap<>();

  /** Reads the block at a path; empty if it has a problem, which is then noted. */
  <R extends Record> Optional<R> block(Class<R> type, String path, ConfigValue value) {
    return object(path, value, takes(type)).flatMap(object -> fields(type, path, object, Map.of()));
  }

  /** Notes that the value of a key does not fit the other settings. */
  void refuse(String path, String takes) {
    mistake(path, "holds " + ValueOrigin.shown(seen.get(path)), takes);
  }

  /** Notes a problem with a key, and what the key may hold. */
  void mistake(String path, String matter, String takes) {
    String name = path.isEmpty() ? Settings.ROOT : path;
    problems.add(name + " " + matter + ValueOrigin.of(seen.get(path)) + "; it takes " + takes);
  }

  void throwIfAny() {
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
  }

  private Optional<ConfigObject> object(String path, ConfigValue value, String takes) {
    seen.put(path, value);
    if (value instanceof ConfigObject object) {
      return Optional.of(object);
    }
    refuse(path, takes);
    return Optional.empty();
  }

  private static String takes(Class<?> block) {
    return SettingKey.of(block).stream()
        .map(SettingKey::name)
        .collect(joining(", ", "a block of ", ""));
  }

  /** Makes a record; {@code given} has the components that do not come from the configuration. */
  private <R extends Record> Optional<R> fields(
      Class<R> type, String path, ConfigObject object, Map<String, Object> given) {
    int before = problems.size();
    List<Object> parts = new ArrayList<>();
    List<String> read = new ArrayList<>();
    for (SettingKey key : SettingKey.of(type)) {
      if (given.containsKey(key.name())) {
        parts.add(given.get(key.name()));
      } else {
        read.add(key.name());
        parts.add(part(key, SettingKey.join(path, key.name()), object.get(key.name())));
      }
    }
    TreeSet<String> unread = new TreeSet<>(object.keySet());
    read.forEach(unread::remove);
    for (String name : unread) {
      seen.put(SettingKey.join(path, ConfigUtil.joinPath(name)), object.get(name));
      unknown(
          path,
          name,
          (path.isEmpty() ? Settings.ROOT : path) + " takes " + String.join(", ", read),
          read);
    }
    return problems.size() > before ? Optional.empty() : Optional.of(construct(type, parts));
  }

  /** The value of one component; after a problem, any value. */
  private Object part(SettingKey key, String path, ConfigValue found) {
    ConfigValue value =
        found == null && key.otherwise().isPresent()
            ? ConfigValueFactory.fromAnyRef(key.otherwise().get(), "default")
            : found;
    boolean none = value == null || value.valueType() == ConfigValueType.NULL;
    if (none && key.type() == OptionalDouble.class) {
      return OptionalDouble.empty();
    } else if (none && key.type() == Map.class) {
      return Map.of();
    }
    if (value == null) {
      String takes = key.type().isRecord() ? takes(key.type()) : key.limits().toString();
      problems.add(path + " is missing; it takes " + takes);
      return null;
    }
    seen.put(path, value);
    if (key.type().isRecord()) {
      return block(key.type().asSubclass(Record.class), path, value).orElse(null);
    }
    if (key.entries().isPresent()) {
      return entries(key.entries().get().asSubclass(Record.class), path, value);
    }
    if (key.type() == Map.class) {
      Map<String, String> texts = new TreeMap<>();
      texts("", path, value, key.takes().filter(Constraint::nested).isPresent(), texts);
      return texts;
    }
    Optional<?> read = ScalarReader.read(key, value);
    if (read.isEmpty()) {
      refuse(path, ScalarReader.takes(key, value));
    }
    return read.orElse(null);
  }

  /**
   * Single values under names that are judged later.
   *
   * @param prefix of the names, where the block is in another one
   */
  private void texts(
      String prefix, String path, ConfigValue value, boolean nested, Map<String, String> into) {
    object(path, value, "a block of single values")
        .ifPresent(
            all ->
                new TreeMap<>(all)
                    .forEach(
                        (name, part) -> {
                          String below = SettingKey.join(path, ConfigUtil.joinPath(name));
                          if (nested && part instanceof ConfigObject) {
                            texts(prefix + name + ".", below, part, true, into);
                          } else {
                            text(prefix + name, below, part, into);
                          }
                        }));
  }

  private void text(String name, String path, ConfigValue value, Map<String, String> into) {
    seen.put(path, value);
    ScalarReader.text(value)
        .ifPresentOrElse(text -> into.put(name, text), () -> refuse(path, "a single value"));
  }

  /** Reads blocks whose names the user chooses, in the order of the names. */
  private <R extends Record> List<R> entries(Class<R> type, String path, ConfigValue value) {
    List<R> entries = new ArrayList<>();
    object(path, value, "a block of named blocks")
        .ifPresent(
            all ->
                new TreeSet<>(all.keySet())
                    .forEach(
                        name -> entry(type, path, name, all.get(name)).ifPresent(entries::add)));
    return entries;
  }

  private <R extends Record> Optional<R> entry(
      Class<R> type, String path, String name, ConfigValue value) {
    String below = SettingKey.join(path, ConfigUtil.joinPath(name));
    if (!name.matches("[A-Za-z0-9_-]+")) {
      problems.add(
          below
              + ValueOrigin.of(value)
              + " is no name; it takes letters, digits, underscore and hyphen");
      return Optional.empty();
    }
    return object(below, value, takes(type).replace(" name,", ""))
        .flatMap(object -> fields(type, below, object, Map.of("name", name)));
  }

  /**
   * Notes an unknown key.
   *
   * @param instead what the problem says if no known key is near
   * @param here the keys of its block
   */
  void unknown(String block, String name, String instead, List<String> here) {
    String full = SettingKey.join(block, ConfigUtil.joinPath(name));
    String hint =
        DidYouMean.to(full, block, here).map(key -> "did you mean " + key + "?").orElse(instead);
    problems.add("unknown key " + full + ValueOrigin.of(seen.get(full)) + "; " + hint);
  }

  private static <R extends Record> R construct(Class<R> type, List<Object> parts) {
    try {
      Constructor<R> constructor =
          type.getDeclaredConstructor(
              SettingKey.of(type).stream().map(SettingKey::type).toArray(Class<?>[]::new));
      return constructor.newInstance(parts.toArray());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot fill " + type, e);
    }
  }
}
