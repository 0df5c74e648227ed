package dev.sparring.template;

import java.util.List;
import java.util.Map;

/** What Python would say of a value: its type, its truth, its fitness as a key. */
final class Values {
  private Values() {}

  static boolean isTrue(Object value) {
    if (value == null || value instanceof Undefined) {
      return false;
    }
    if (value instanceof Boolean truth) {
      return truth;
    }
    if (value instanceof Long number) {
      return number != 0;
    }
    if (value instanceof Double number) {
      return number != 0;
    }
    return !isEmpty(value);
  }

  private static boolean isEmpty(Object value) {
    return (value instanceof String text && text.isEmpty())
        || (value instanceof List<?> list && list.isEmpty())
        || (value instanceof Map<?, ?> dict && dict.isEmpty())
        || (value instanceof DictView view && view.items().isEmpty());
  }

  /** The name of the type in Python, for messages. */
  static String typeName(Object value) {
    if (value == null) {
      return "NoneType";
    }
    if (value instanceof DictView view) {
      return view.type();
    }
    return value instanceof List ? listName(value) : plainName(value);
  }

  private static String listName(Object value) {
    return value instanceof Tuple ? "tuple" : value instanceof Range ? "range" : "list";
  }

  private static String plainName(Object value) {
    if (value instanceof String) {
      return "str";
    }
    if (value instanceof Long) {
      return "int";
    }
    if (value instanceof Double) {
      return "float";
    }
    if (value instanceof Boolean) {
      return "bool";
    }
    if (value instanceof Map) {
      return "dict";
    }
    if (value instanceof Generator) {
      return "generator";
    }
    return value instanceof Invocable ? "function" : value.getClass().getSimpleName();
  }

  /** The value itself when it can be a dict's key, which lists and dicts cannot. */
  static Object key(Object value) {
    boolean plain =
        value == null
            || value instanceof String
            || value instanceof Long
            || value instanceof Double
            || value instanceof Boolean;
    if (!plain) {
      throw new Failure("a value of type " + typeName(value) + " cannot be the key of a dict");
    }
    return value;
  }
}
