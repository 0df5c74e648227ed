package dev.sparring.template;

import java.util.List;
import java.util.Map;

/** Equality, order and membership as Python has them. */
final class Comparisons {
  private Comparisons() {}

  static boolean holds(Run run, String operator, Object a, Object b) {
    return switch (operator) {
      case "==" -> equal(run, a, b);
      case "!=" -> !equal(run, a, b);
      case "<" -> order(run, a, b) < 0;
      case "<=" -> order(run, a, b) <= 0;
      case ">" -> order(run, a, b) > 0;
      case ">=" -> order(run, a, b) >= 0;
      case "in" -> contains(run, b, a);
      default -> !contains(run, b, a);
    };
  }

  static boolean equal(Run run, Object a, Object b) {
    if (a instanceof String left && b instanceof String right) {
      run.budget().spendOnText(left.length() == right.length() ? left.length() : 0);
      return left.equals(right);
    }
    if (Numbers.isNumber(a) && Numbers.isNumber(b)) {
      boolean whole = Numbers.isInteger(a) && Numbers.isInteger(b);
      return whole
          ? Numbers.toLong(a) == Numbers.toLong(b)
          : Numbers.toDouble(a) == Numbers.toDouble(b);
    }
    if (a instanceof Undefined && b instanceof Undefined) {
      return true;
    }
    return a == b || equalContainers(run, a, b);
  }

  private static boolean equalContainers(Run run, Object a, Object b) {
    // Lists may share parts, so that walking them can take longer than making them did.
    run.budget().enter();
    try {
      if (a instanceof List<?> left && b instanceof List<?> right) {
        return Values.typeName(a).equals(Values.typeName(b)) && equalLists(run, left, right);
      }
      return a instanceof Map<?, ?> left
          && b instanceof Map<?, ?> right
          && equalDicts(run, left, right);
    } finally {
      run.budget().leave();
    }
  }

  private static boolean equalLists(Run run, List<?> a, List<?> b) {
    boolean equal = a.size() == b.size();
    for (int i = 0; equal && i < a.size(); i++) {
      run.budget().spend(1);
      equal = equal(run, a.get(i), b.get(i));
    }
    return equal;
  }

  private static boolean equalDicts(Run run, Map<?, ?> a, Map<?, ?> b) {
    boolean equal = a.size() == b.size();
    for (Map.Entry<?, ?> entry : a.entrySet()) {
      run.budget().spend(1);
      equal =
          equal
              && b.containsKey(entry.getKey())
              && equal(run, entry.getValue(), b.get(entry.getKey()));
    }
    return equal;
  }

  /** Negative, zero or positive; fails for values without a common order. */
  static int order(Run run, Object a, Object b) {
    if (a instanceof Undefined undefined) {
      throw undefined.failure();
    }
    if (b instanceof Undefined undefined) {
      throw undefined.failure();
    }
    if (a instanceof String left && b instanceof String right) {
      run.budget().spendOnText(Math.min(left.length(), right.length()));
      return PythonText.compare(left, right);
    }
    if (Numbers.isNumber(a) && Numbers.isNumber(b)) {
      boolean whole = Numbers.isInteger(a) && Numbers.isInteger(b);
      return whole
          ? Long.compare(Numbers.toLong(a), Numbers.toLong(b))
          : Double.compare(Numbers.toDouble(a), Numbers.toDouble(b));
    }
    boolean lists = a instanceof List && b instanceof List;
    if (!lists || !Values.typeName(a).equals(Values.typeName(b))) {
      String types = Values.typeName(a) + " and " + Values.typeName(b);
      throw new Failure("there is no order between " + types);
    }
    return orderLists(run, (List<?>) a, (List<?>) b);
  }

  private static int orderLists(Run run, List<?> a, List<?> b) {
    run.budget().enter();
    try {
      for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
        run.budget().spend(1);
        if (!equal(run, a.get(i), b.get(i))) {
          return order(run, a.get(i), b.get(i));
        }
      }
      return Integer.compare(a.size(), b.size());
    } finally {
      run.budget().leave();
    }
  }

  static boolean contains(Run run, Object container, Object item) {
    if (container instanceof String text) {
      if (!(item instanceof String part)) {
        throw new Failure("only a str can be 'in' a str, not " + Values.typeName(item));
      }
      run.budget().spendOnSearch(text.length(), part.length());
      return text.contains(part);
    }
    if (container instanceof Map<?, ?> dict) {
      return dict.containsKey(Values.key(item));
    }
    for (Object candidate : Sequences.elements(run, container)) {
      run.budget().spend(1);
      if (equal(run, candidate, item)) {
        return true;
      }
    }
    return false;
  }
}
