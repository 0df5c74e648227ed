package dev.sparring.template;

import java.math.BigInteger;
import java.util.List;

/** What Python would say of a value: its type and its truth. */
final class PythonTypes {
  private PythonTypes() {}

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
    if (value instanceof Complex number) {
      return !number.isZero();
    }
    return !isEmpty(value);
  }

  private static boolean isEmpty(Object value) {
    return (Markup.isText(value) && Markup.text(value).isEmpty())
        || (value instanceof List<?> list && list.isEmpty())
        || (value instanceof Dict dict && dict.isEmpty())
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
    if (value instanceof Generator generator) {
      return generator.type();
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
    if (value instanceof Long || value instanceof BigInteger) {
      return "int";
    }
    if (value instanceof Double) {
      return "float";
    }
    if (value instanceof Boolean) {
      return "bool";
    }
    if (value instanceof Complex) {
      return "complex";
    }
    if (value instanceof Dict) {
      return "dict";
    }
    return value instanceof TemplateFunction.Builtin
        ? "function"
        : value.getClass().getSimpleName();
  }

  /** What an operation that does not go with a value says. */
  static TemplateRuntimeException wrongType(String user, String wanted, Object value) {
    return new TemplateRuntimeException(user + " needs " + wanted + ", got " + typeName(value));
  }
}
