package dev.sparring.template;

import java.util.Iterator;
import java.util.List;

/** Equality, order and membership as Python has them. */
final class Comparisons {
  private Comparisons() {}

  static boolean holds(RenderContext context, String operator, Object a, Object b) {
    return switch (operator) {
      case "==" -> equal(context, a, b);
      case "!=" -> !equal(context, a, b);
      case "in" -> contains(context, b, a);
      case "not in" -> !contains(context, b, a);
      default -> ordered(context, operator, a, b);
    };
  }

  static boolean lessThan(RenderContext context, Object a, Object b) {
    return ordered(context, "<", a, b);
  }

  static boolean equal(RenderContext context, Object a, Object b) {
    if (Markup.isText(a) && Markup.isText(b)) {
      String left = Markup.text(a);
      String right = Markup.text(b);
      context.budget().spendOnText(left.length() == right.length() ? left.length() : 0);
      return left.equals(right);
    }
    if (Numbers.isNumber(a) && Numbers.isNumber(b)) {
      return Numbers.equal(a, b);
    }
    if (a instanceof Undefined && b instanceof Undefined) {
      return true;
    }
    if (Complex.isOperand(a) && Complex.isOperand(b)) {
      return a instanceof Complex x ? x.isEqual(b) : ((Complex) b).isEqual(a);
    }
    return a == b || equalContainers(context, a, b);
  }

  private static boolean equalContainers(RenderContext context, Object a, Object b) {
    // Lists may share parts, so that walking them can take longer than making them did.
    context.budget().enter();
    try {
      if (a instanceof List<?> left && b instanceof List<?> right) {
        return isSameType(a, b) && equalLists(context, left, right);
      }
      if (a instanceof DictView left && b instanceof DictView right) {
        return left.isSet() && right.isSet() && equalSets(context, left.items(), right.items());
      }
      return a instanceof Dict left && b instanceof Dict right && equalDicts(context, left, right);
    } finally {
      context.budget().leave();
    }
  }

  private static boolean isSameType(Object a, Object b) {
    return PythonTypes.typeName(a).equals(PythonTypes.typeName(b));
  }

  private static boolean equalLists(RenderContext context, List<?> a, List<?> b) {
    boolean equal = a.size() == b.size();
    for (int i = 0; equal && i < a.size(); i++) {
      context.budget().spend(1);
      equal = equal(context, a.get(i), b.get(i));
    }
    return equal;
  }

  private static boolean equalSets(RenderContext context, List<Object> a, List<Object> b) {
    return a.size() == b.size() && a.stream().allMatch(item -> contains(context, b, item));
  }

  private static boolean equalDicts(RenderContext context, Dict a, Dict b) {
    if (a.size() != b.size()) {
      return false;
    }
    for (Object item : a.items()) {
      context.budget().spend(1);
      Tuple entry = (Tuple) item;
      Object other = b.get(context, entry.get(0));
      if (other == Missing.MISSING || !equal(context, entry.get(1), other)) {
        return false;
      }
    }
    return true;
  }

  private static boolean ordered(RenderContext context, String operator, Object a, Object b) {
    Undefined.refuse(a);
    Undefined.refuse(b);
    if (Markup.isText(a) && Markup.isText(b)) {
      String left = Markup.text(a);
      String right = Markup.text(b);
      context.budget().spendOnText(Math.min(left.length(), right.length()));
      return fits(operator, PythonText.compare(left, right));
    }
    if (Numbers.isNumber(a) && Numbers.isNumber(b)) {
      return Numbers.isOrdered(a, b) && fits(operator, Numbers.compare(a, b));
    }
    boolean lists = a instanceof List && b instanceof List && !(a instanceof Range);
    if (!lists || !isSameType(a, b)) {
      String types = PythonTypes.typeName(a) + " and " + PythonTypes.typeName(b);
      throw new TemplateRuntimeException("there is no order between " + types);
    }
    return orderedLists(context, operator, (List<?>) a, (List<?>) b);
  }

  private static boolean fits(String operator, int order) {
    return switch (operator) {
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      default -> order >= 0;
    };
  }

  /** The first elements that differ decide. */
  private static boolean orderedLists(
      RenderContext context, String operator, List<?> a, List<?> b) {
    context.budget().enter();
    try {
      for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
        context.budget().spend(1);
        if (!equal(context, a.get(i), b.get(i))) {
          return ordered(context, operator, a.get(i), b.get(i));
        }
      }
      return fits(operator, Integer.compare(a.size(), b.size()));
    } finally {
      context.budget().leave();
    }
  }

  static boolean contains(RenderContext context, Object container, Object item) {
    if (Markup.isText(container)) {
      if (!Markup.isText(item)) {
        throw PythonTypes.wrongType("'in' a str", "a str", item);
      }
      String text = Markup.text(container);
      String part = Markup.text(item);
      context.budget().spendOnSearch(text.length(), part.length());
      return text.contains(part);
    }
    if (container instanceof Dict dict) {
      return dict.contains(context, item);
    }
    if (container instanceof DictView view && view.type().equals("dict_keys")) {
      // Fails for what cannot be a key, as Python does.
      Dict.hashable(context, item);
    }
    Iterator<Object> candidates = Iterables.iterator(context, container);
    while (candidates.hasNext()) {
      context.budget().spend(1);
      if (equal(context, candidates.next(), item)) {
        return true;
      }
    }
    return false;
  }
}
