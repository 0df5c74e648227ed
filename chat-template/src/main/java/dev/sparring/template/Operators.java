package dev.sparring.template;

import java.util.ArrayList;
import java.util.List;

/** The arithmetic operators, which in Python also join and repeat texts and lists. */
final class Operators {
  private Operators() {}

  static Object apply(Run run, String operator, Object a, Object b) {
    // A text on the left of % formats whatever is on the right.
    if (operator.equals("%") && a instanceof String format) {
      return PercentFormat.format(run, format, b);
    }
    if (a instanceof Undefined undefined) {
      throw undefined.failure();
    }
    if (b instanceof Undefined undefined) {
      throw undefined.failure();
    }
    if (Numbers.isNumber(a) && Numbers.isNumber(b)) {
      return Numbers.arithmetic(operator, a, b);
    }
    Object result =
        switch (operator) {
          case "+" -> add(a, b);
          case "*" -> Numbers.isInteger(b) ? repeat(run, a, b) : repeat(run, b, a);
          default -> null;
        };
    if (result == null) {
      String types = Values.typeName(a) + " and " + Values.typeName(b);
      throw new Failure("'" + operator + "' does not work on " + types);
    }
    return result;
  }

  private static Object add(Object a, Object b) {
    if (a instanceof String left && b instanceof String right) {
      return left + right;
    }
    boolean lists = a instanceof List && b instanceof List && !(a instanceof Range);
    if (!lists || !Values.typeName(a).equals(Values.typeName(b))) {
      return null;
    }
    List<Object> both = new ArrayList<>((List<?>) a);
    both.addAll((List<?>) b);
    return a instanceof Tuple ? new Tuple(both) : both;
  }

  private static Object repeat(Run run, Object value, Object times) {
    if (!Numbers.isInteger(times)) {
      return null;
    }
    int count = (int) Math.max(0, Math.min(Integer.MAX_VALUE, Numbers.toLong(times)));
    if (value instanceof String text) {
      run.budget().checkSize((long) count * text.length());
      return text.isEmpty() ? "" : text.repeat(count);
    }
    if (!(value instanceof List<?> list) || value instanceof Range) {
      return null;
    }
    run.budget().checkSize(8L * count * list.size());
    List<Object> all = new ArrayList<>();
    for (int i = 0; i < count && !list.isEmpty(); i++) {
      all.addAll(list);
    }
    return value instanceof Tuple ? new Tuple(all) : all;
  }
}
