package dev.sparring.template;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns what the caller passes into the values of the language: a copy, so that nothing changes
 * under a rendering.
 */
final class ContextValues {
  private static final int DEEPEST = 100;

  private ContextValues() {}

  static Object of(Object value) {
    return of(value, 0);
  }

  private static Object of(Object value, int depth) {
    if (depth > DEEPEST) {
      throw new Failure("the context nests deeper than " + DEEPEST + " levels");
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
    if (value instanceof Map<?, ?> dict) {
      Map<Object, Object> copy = new LinkedHashMap<>();
      dict.forEach((key, item) -> copy.put(Values.key(of(key, depth + 1)), of(item, depth + 1)));
      return copy;
    }
    if (value instanceof Collection<?> items) {
      List<Object> copy = new ArrayList<>(items.size());
      items.forEach(item -> copy.add(of(item, depth + 1)));
      return copy;
    }
    throw new Failure("the context holds a " + value.getClass().getName());
  }

  private static Object number(Number number) {
    if (number instanceof Double || number instanceof Float) {
      return number.doubleValue();
    }
    if (number instanceof BigInteger big && big.bitLength() > 63) {
      throw new Failure("the context holds an integer of more than 64 bits");
    }
    if (number instanceof Long
        || number instanceof Integer
        || number instanceof Short
        || number instanceof Byte
        || number instanceof BigInteger) {
      return number.longValue();
    }
    // BigDecimal, and whatever else calls itself a number.
    return number.doubleValue();
  }
}
