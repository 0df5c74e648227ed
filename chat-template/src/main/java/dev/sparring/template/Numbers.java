package dev.sparring.template;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Python's numbers: integers of any size ({@code Long}, or {@code BigInteger} where 64 bits are not
 * enough), floats, and booleans, which count as 0 and 1.
 */
final class Numbers {
  private static final int LONG_BITS = 63;

  /** Up to here every integer is a double. */
  private static final long EXACT = 1L << 53;

  private Numbers() {}

  static boolean isNumber(Object value) {
    return value instanceof Double || isInteger(value);
  }

  static boolean isInteger(Object value) {
    return value instanceof Long || value instanceof Boolean || value instanceof BigInteger;
  }

  /** The integer as templates hold it: a {@code Long} where it fits. */
  static Object normal(BigInteger value) {
    return value.bitLength() <= LONG_BITS ? (Object) value.longValue() : value;
  }

  static BigInteger big(Object integer) {
    return integer instanceof BigInteger big ? big : BigInteger.valueOf(clamped(integer));
  }

  /** The integer, or the nearest that has 64 bits. */
  static long clamped(Object integer) {
    if (integer instanceof BigInteger big) {
      return big.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
    return integer instanceof Boolean truth ? (truth ? 1 : 0) : (Long) integer;
  }

  static double toDouble(Object number) {
    if (number instanceof Double value) {
      return value;
    }
    double value = number instanceof BigInteger big ? big.doubleValue() : clamped(number);
    if (Double.isInfinite(value)) {
      throw new TemplateRuntimeException("an int is too large to become a float");
    }
    return value;
  }

  /** The integer that {@code user} asks for. */
  static long integer(Object value, String user) {
    if (!isInteger(value)) {
      Undefined.refuse(value);
      throw PythonTypes.wrongType(user, "an int", value);
    }
    if (value instanceof BigInteger) {
      throw new TemplateRuntimeException(user + " gets an int of more than 64 bits");
    }
    return clamped(value);
  }

  static Object sign(Object value, boolean minus) {
    Undefined.refuse(value);
    if (value instanceof Complex complex) {
      return minus ? complex.negated() : complex;
    }
    if (!isNumber(value)) {
      throw PythonTypes.wrongType("a sign", "a number", value);
    }
    if (value instanceof Double number) {
      return minus ? -number : number;
    }
    return normal(minus ? big(value).negate() : big(value));
  }

  static Object arithmetic(RenderContext context, String operator, Object a, Object b) {
    return isInteger(a) && isInteger(b)
        ? IntegerArithmetic.apply(context, operator, a, b)
        : FloatArithmetic.compute(operator, toDouble(a), toDouble(b));
  }

  static boolean equal(Object a, Object b) {
    if (a instanceof Double || b instanceof Double) {
      return isOrdered(a, b) && compare(a, b) == 0;
    }
    return compare(a, b) == 0;
  }

  /** Whether neither number is NaN, which is neither less nor greater than anything. */
  static boolean isOrdered(Object a, Object b) {
    return !(a instanceof Double x && x.isNaN()) && !(b instanceof Double y && y.isNaN());
  }

  /** Compares two numbers by their exact values; neither is NaN. */
  static int compare(Object a, Object b) {
    if (a instanceof Long x && b instanceof Long y) {
      return Long.compare(x, y);
    }
    boolean exact = isExact(a) && isExact(b);
    if (exact) {
      double x = toDouble(a);
      double y = toDouble(b);
      return x == y ? 0 : x < y ? -1 : 1;
    }
    if (isInteger(a) && isInteger(b)) {
      return big(a).compareTo(big(b));
    }
    if (a instanceof Double x && x.isInfinite()) {
      return x > 0 ? 1 : -1;
    }
    if (b instanceof Double y && y.isInfinite()) {
      return y > 0 ? -1 : 1;
    }
    return decimal(a).compareTo(decimal(b));
  }

  private static boolean isExact(Object number) {
    return number instanceof Double
        || (!(number instanceof BigInteger) && Math.abs(clamped(number)) <= EXACT);
  }

  private static BigDecimal decimal(Object number) {
    return number instanceof Double value ? new BigDecimal(value) : new BigDecimal(big(number));
  }
}
