package dev.sparring.template;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The computed arguments of one call of {@code callee}. */
record Arguments(String callee, List<Object> positional, Map<String, Object> named) {

  static Arguments none(String callee) {
    return new Arguments(callee, List.of(), Map.of());
  }

  /** Assigns the arguments to parameters, in Python's way, and refuses those that fit none. */
  Bound bind(String... parameters) {
    if (positional.size() > parameters.length) {
      throw new Failure(
          callee + " takes at most " + parameters.length + " arguments, got " + positional.size());
    }
    Map<String, Object> values = new HashMap<>();
    for (int i = 0; i < positional.size(); i++) {
      values.put(parameters[i], positional.get(i));
    }
    for (Map.Entry<String, Object> argument : named.entrySet()) {
      String name = argument.getKey();
      if (!List.of(parameters).contains(name)) {
        throw new Failure(callee + " has no argument '" + name + "'");
      }
      if (values.containsKey(name)) {
        throw new Failure(callee + " gets the argument '" + name + "' twice");
      }
      values.put(name, argument.getValue());
    }
    return new Bound(callee, values);
  }

  /** Arguments by the names of their parameters. */
  record Bound(String callee, Map<String, Object> values) {
    boolean has(String name) {
      return values.containsKey(name);
    }

    Object required(String name) {
      if (!has(name)) {
        throw new Failure(callee + " needs the argument '" + name + "'");
      }
      return values.get(name);
    }

    Object or(String name, Object fallback) {
      return has(name) ? values.get(name) : fallback;
    }

    boolean isTrue(String name) {
      return has(name) && Values.isTrue(values.get(name));
    }

    long integer(String name, long fallback) {
      return has(name) ? Numbers.integer(values.get(name), callee) : fallback;
    }

    /** A text; {@code null} where it is absent or none. */
    String text(String name) {
      Object value = or(name, null);
      if (value == null || value instanceof String) {
        return (String) value;
      }
      throw new Failure(callee + " needs a str for '" + name + "', got " + Values.typeName(value));
    }

    String requiredText(String name) {
      required(name);
      String text = text(name);
      if (text == null) {
        throw new Failure(callee + " needs a str for '" + name + "', got NoneType");
      }
      return text;
    }
  }
}
