package dev.sparring.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Walking over values. */
final class Sequences {
  private Sequences() {}

  /**
   * Everything that iterating over {@code value} yields; a read-only view where that is possible.
   */
  static List<Object> elements(Run run, Object value) {
    List<Object> elements = elementsOrNull(value);
    if (elements == null) {
      throw new Failure("a value of type " + Values.typeName(value) + " cannot be iterated");
    }
    run.budget().spend(1 + elements.size() / 4);
    return elements;
  }

  static boolean isIterable(Object value) {
    return value instanceof Generator || elementsOrNull(value) != null;
  }

  private static List<Object> elementsOrNull(Object value) {
    if (value instanceof List<?> list) {
      return Collections.unmodifiableList(list);
    }
    if (value instanceof Map<?, ?> dict) {
      return new ArrayList<>(dict.keySet());
    }
    if (value instanceof String text) {
      return PythonText.characters(text);
    }
    if (value instanceof DictView view) {
      return view.items();
    }
    if (value instanceof Generator generator) {
      return generator.rest();
    }
    return value instanceof Undefined ? List.of() : null;
  }

  static long length(Object value) {
    if (value instanceof String text) {
      return PythonText.length(text);
    }
    if (value instanceof List<?> list) {
      return list.size();
    }
    if (value instanceof Map<?, ?> dict) {
      return dict.size();
    }
    if (value instanceof DictView view) {
      return view.items().size();
    }
    if (value instanceof Undefined) {
      return 0;
    }
    throw new Failure("a value of type " + Values.typeName(value) + " has no length");
  }

  static List<Object> pairs(Map<?, ?> dict) {
    List<Object> pairs = new ArrayList<>(dict.size());
    dict.forEach((key, value) -> pairs.add(Tuple.of(key, value)));
    return pairs;
  }

  /**
   * Follows {@code attribute}, an index or a dotted path, as {@code map} and {@code selectattr} do.
   */
  static Object follow(Run run, Object value, Object attribute) {
    if (!(attribute instanceof String path)) {
      return Members.item(run, value, attribute);
    }
    run.budget().spendOnText(path.length());
    Object found = value;
    for (String part : path.split("\\.", -1)) {
      boolean number =
          !part.isEmpty() && part.length() < 10 && part.chars().allMatch(Sequences::isDigit);
      found = Members.item(run, found, number ? Long.valueOf(part) : part);
    }
    return found;
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }
}
