package dev.sparring.template;

import java.util.LinkedHashMap;
import java.util.Map;

/** The one mutable value of the language: its attributes can be set from inside a loop. */
final class Namespace {
  private final Map<String, Object> attributes = new LinkedHashMap<>();

  static Namespace of(Arguments arguments) {
    Namespace namespace = new Namespace();
    Globals.dict(arguments).forEach((key, value) -> namespace.set(String.valueOf(key), value));
    return namespace;
  }

  void set(String name, Object value) {
    attributes.put(name, value);
  }

  Object get(String name) {
    return attributes.containsKey(name) ? attributes.get(name) : Undefined.attribute(this, name);
  }
}
