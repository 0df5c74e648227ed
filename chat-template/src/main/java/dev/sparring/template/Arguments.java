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
      throw new TemplateRuntimeException(
          callee + " takes at most " + parameters.length + " arguments, got " + positional.size());
    }
    Map<String, Object> values = new HashMap<>();
    for (int i = 0; i < positional.size(); i++) {
      values.put(parameters[i], positional.get(i));
    }
    for (Map.Entry<String, Object> argument : named.entrySet()) {
      String name = argument.getKey();
      if (!List.of(parameters).contains(name)) {
        throw new TemplateRuntimeException(callee + " has no argument '" + name + "'");
      }
      if (values.containsKey(name)) {
        throw new TemplateRuntimeException(callee + " gets the argument '" + name + "' twice");
      }
      values.put(name, argument.getValue());
    }
    return new Bound(callee, values);
  }

  /** As {@link #bind}, for what takes no argument by its name. */
  Bound bindPositional(String... parameters) {
    refuseNamed();
    return bind(parameters);
  }

  void refuseNamed() {
    if (!named.isEmpty()) {
      throw new TemplateRuntimeException(callee + " takes no arguments by name");
    }
  }

  /** The arguments behind the first {@code count}. */
  Arguments after(int count) {
    return new Arguments(callee, positional.subList(count, positional.size()), named);
  }

  /** Arguments by the names of their parameters. */
  record Bound(String callee, Map<String, Object> values) {
    boolean has(String name) {
      return values.containsKey(name);
    }

    Object required(String name) {
      if (!has(name)) {
        throw new TemplateRuntimeException(callee + " needs the argument '" + name + "'");
      }
      return values.get(name);
    }

    Object or(String name, Object fallback) {
      return has(name) ? values.get(name) : fallback;
    }

    boolean isTrue(String name) {
      return has(name) && PythonTypes.isTrue(values.get(name));
    }

    long integer(String name, long fallback) {
      return has(name) ? Numbers.integer(values.get(name), callee) : fallback;
    }

    /** A text; {@code null} where it is absent or none. */
    String text(String name) {
      Object value = or(name, null);
      if (value == null || Markup.isText(value)) {
        return Markup.text(value);
      }
      Undefined.refuse(value);
      throw PythonTypes.wrongType(callee, "a str for '" + name + "'", value);
    }

    String requiredText(String name) {
      required(name);
      String text = text(name);
      if (text == null) {
        throw PythonTypes.wrongType(callee, "a str for '" + name + "'", null);
      }
      return text;
    }
  }
}
