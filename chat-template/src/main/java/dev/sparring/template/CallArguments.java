package dev.sparring.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The arguments of a call as written: positional ones, some of them spread with a star, named ones,
 * and dicts spread with two stars.
 */
record CallArguments(
    List<Positional> positional, Map<String, Expression> named, List<Expression> spread) {
  static final CallArguments NONE = new CallArguments(List.of(), Map.of(), List.of());

  record Positional(Expression value, boolean spread) {}

  Arguments compute(Run run, Scope scope, String callee) {
    List<Object> values = new ArrayList<>();
    for (Positional argument : positional) {
      Object value = argument.value().value(run, scope);
      if (argument.spread()) {
        values.addAll(Sequences.elements(run, value));
      } else {
        values.add(value);
      }
      run.budget().checkSize(values.size());
    }
    Map<String, Object> byName = new LinkedHashMap<>();
    named.forEach((name, value) -> byName.put(name, value.value(run, scope)));
    for (Expression source : spread) {
      if (!(source.value(run, scope) instanceof Map<?, ?> dict)) {
        throw new Failure("what follows '**' is not a dict");
      }
      dict.forEach((key, value) -> byName.put(String.valueOf(key), value));
    }
    return new Arguments(callee, values, byName);
  }
}
