package dev.sparring.template;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A dictionary in the order in which its keys were first put. Keys that are equal in Python are one
 * key: 1, 1.0 and true, or a text and the same text escaped.
 */
final class Dict {
  private record Entry(Object key, Object value) {}

  private final Map<Object, Entry> entries = new LinkedHashMap<>();

  /** A dict of texts that need no look at their hash, such as named arguments. */
  static Dict of(Map<String, Object> named) {
    Dict dict = new Dict();
    named.forEach((name, value) -> dict.entries.put(name, new Entry(name, value)));
    return dict;
  }

  Dict copy() {
    Dict copy = new Dict();
    copy.entries.putAll(entries);
    return copy;
  }

  /** Sets a value. A key that is there already stays as it was first written. */
  void put(RenderContext context, Object key, Object value) {
    entries.merge(
        hashable(context, key),
        new Entry(key, value),
        (old, fresh) -> new Entry(old.key(), fresh.value()));
  }

  /** The value of a key, or {@link Missing#MISSING}. */
  Object get(RenderContext context, Object key) {
    Entry entry = entries.get(hashable(context, key));
    return entry == null ? Missing.MISSING : entry.value();
  }

  boolean contains(RenderContext context, Object key) {
    return entries.containsKey(hashable(context, key));
  }

  int size() {
    return entries.size();
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  List<Object> keys() {
    List<Object> keys = new ArrayList<>(entries.size());
    entries.values().forEach(entry -> keys.add(entry.key()));
    return keys;
  }

  List<Object> values() {
    List<Object> values = new ArrayList<>(entries.size());
    entries.values().forEach(entry -> values.add(entry.value()));
    return values;
  }

  /** Tuples of key and value. */
  List<Object> items() {
    List<Object> items = new ArrayList<>(entries.size());
    entries.values().forEach(entry -> items.add(Tuple.of(entry.key(), entry.value())));
    return items;
  }

  /**
   * An object that is equal, in Java, for keys that are equal in Python; fails for what cannot be a
   * key.
   */
  static Object hashable(RenderContext context, Object key) {
    if (key == null || key instanceof String || key instanceof Long) {
      return key;
    }
    if (key instanceof Markup markup) {
      return markup.text();
    }
    if (key instanceof Boolean truth) {
      return truth ? 1L : 0L;
    }
    if (key instanceof Double number) {
      boolean whole = !Double.isInfinite(number) && number == Math.rint(number);
      return whole ? Numbers.normal(new BigDecimal(number).toBigInteger()) : number;
    }
    if (key instanceof Undefined) {
      return Undefined.class;
    }
    if (key instanceof Tuple tuple) {
      return hashable(context, tuple);
    }
    boolean mutable = key instanceof Dict || (key instanceof List && !(key instanceof Range));
    if (mutable || key instanceof DictView) {
      throw new TemplateRuntimeException(
          "a " + PythonTypes.typeName(key) + " cannot be hashed, so it cannot be a key");
    }
    return key;
  }

  private static Object hashable(RenderContext context, Tuple tuple) {
    context.budget().enter();
    try {
      context.budget().spend(1 + tuple.size());
      List<Object> parts = new ArrayList<>(tuple.size());
      tuple.forEach(part -> parts.add(hashable(context, part)));
      return parts;
    } finally {
      context.budget().leave();
    }
  }
}
