package dev.sparring.template;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Turns what the caller passes into the values of the language: a copy, so that nothing changes
 * under a rendering. The order of a map is kept.
 */
final class ContextValues {
  private static final int DEEPEST = 100;

  private final RenderContext context;

  ContextValues(RenderContext context) {
    this.context = context;
  }

  Object of(Object value) {
    return of(value, 0);
  }

  private Object of(Object value, int depth) {
    if (depth > DEEPEST) {
      throw new TemplateRuntimeException("the context nests deeper than " + DEEPEST + " levels");
    }
    if (value == null || value instanceof Boolean || value instanceof String) {
      return value;
    }
    if (value instanceof Number number) {
      return number(number);
    }
    if (value instanceof CharSequence || value instanceof Character) {
      return value.toString();
    }
    if (value instanceof Map<?, ?> given) {
      Dict dict = new Dict();
      given.forEach((key, item) -> dict.put(context, of(key, depth + 1), of(item, depth + 1)));
      return dict;
    }
    if (value instanceof Collection<?> items) {
      List<Object> copy = new ArrayList<>(items.size());
      items.forEach(item -> copy.add(of(item, depth + 1)));
      return copy;
    }
    throw new TemplateRuntimeException("the context holds a " + value.getClass().getName());
  }

  private static Object number(Number number) {
    if (number instanceof BigInteger big) {
      return Numbers.normal(big);
    }
    boolean whole =
        number instanceof Long
            || number instanceof Integer
            || number instanceof Short
            || number instanceof Byte;
    // BigDecimal, and whatever else calls itself a number, counts as a float.
    return whole ? (Object) number.longValue() : (Object) number.doubleValue();
  }
}
