package dev.sparring.template;

import java.util.ArrayList;
import java.util.List;

/** The arithmetic operators, which in Python also join and repeat texts and lists. */
final class Operators {
  private Operators() {}

  static Object apply(RenderContext context, String operator, Object a, Object b) {
    // A text on the left of % formats whatever is on the right.
    if (operator.equals("%") && Markup.isText(a)) {
      return PercentFormat.format(context, a, b);
    }
    Undefined.refuse(a);
    Undefined.refuse(b);
    if (Numbers.isNumber(a) && Numbers.isNumber(b)) {
      return Numbers.arithmetic(context, operator, a, b);
    }
    if (Complex.isOperand(a) && Complex.isOperand(b)) {
      Complex result = Complex.apply(operator, a, b);
      return result == null ? unsupported(operator, a, b) : result;
    }
    Object result =
        switch (operator) {
          case "+" -> add(context, a, b);
          case "*" -> Numbers.isInteger(b) ? repeat(context, a, b) : repeat(context, b, a);
          default -> null;
        };
    return result == null ? unsupported(operator, a, b) : result;
  }

  private static Object unsupported(String operator, Object a, Object b) {
    String types = PythonTypes.typeName(a) + " and " + PythonTypes.typeName(b);
    throw new TemplateRuntimeException("'" + operator + "' does not work on " + types);
  }

  private static Object add(RenderContext context, Object a, Object b) {
    if (Markup.isText(a) && Markup.isText(b)) {
      boolean escaped = a instanceof Markup || b instanceof Markup;
      return escaped
          ? new Markup(Markup.escape(context, a).text() + Markup.escape(context, b).text())
          : (String) a + (String) b;
    }
    boolean lists = a instanceof List && b instanceof List && !(a instanceof Range);
    if (!lists || !PythonTypes.typeName(a).equals(PythonTypes.typeName(b))) {
      return null;
    }
    List<Object> both = new ArrayList<>((List<?>) a);
    both.addAll((List<?>) b);
    return a instanceof Tuple ? new Tuple(both) : both;
  }

  private static Object repeat(RenderContext context, Object value, Object times) {
    if (!Numbers.isInteger(times)) {
      return null;
    }
    int count = (int) Math.max(0, Math.min(Integer.MAX_VALUE, Numbers.clamped(times)));
    if (Markup.isText(value)) {
      String text = Markup.text(value);
      context.budget().checkSize((long) count * text.length());
      return Markup.like(value, text.isEmpty() ? "" : text.repeat(count));
    }
    if (!(value instanceof List<?> list) || value instanceof Range) {
      return null;
    }
    context.budget().checkElements((long) count * list.size());
    List<Object> all = new ArrayList<>();
    for (int i = 0; i < count && !list.isEmpty(); i++) {
      all.addAll(list);
    }
    return value instanceof Tuple ? new Tuple(all) : all;
  }
}
