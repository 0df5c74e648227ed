package dev.sparring.template;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Python's numbers: 64 bit integers that refuse to overflow, floats, and booleans, which count as 0
 * and 1.
 */
final class Numbers {
  private static final int MOST_DIGITS = 17;

  private Numbers() {}

  static boolean isNumber(Object value) {
    return value instanceof Double || isInteger(value);
  }

  static boolean isInteger(Object value) {
    return value instanceof Long || value instanceof Boolean;
  }

  static long toLong(Object value) {
    return value instanceof Boolean truth ? (truth ? 1 : 0) : (Long) value;
  }

  static double toDouble(Object value) {
    return value instanceof Double number ? number : (double) toLong(value);
  }

  /** The integer that {@code user} asks for. */
  static long integer(Object value, String user) {
    if (!isInteger(value)) {
      throw new Failure(user + " needs an int, got " + Values.typeName(value));
    }
    return toLong(value);
  }

  static Object sign(Object value, boolean minus) {
    if (value instanceof Undefined undefined) {
      throw undefined.failure();
    }
    if (!isNumber(value)) {
      throw new Failure("a sign does not go with a value of type " + Values.typeName(value));
    }
    if (value instanceof Double number) {
      return minus ? -number : number;
    }
    return minus ? exact("-", 0, toLong(value)) : toLong(value);
  }

  static Object arithmetic(String operator, Object a, Object b) {
    if (operator.equals("/")) {
      return toDouble(a) / divisor(toDouble(b));
    }
    return isInteger(a) && isInteger(b)
        ? exact(operator, toLong(a), toLong(b))
        : floating(operator, toDouble(a), toDouble(b));
  }

  private static double divisor(double value) {
    if (value == 0) {
      throw new Failure("division by zero");
    }
    return value;
  }

  private static Object exact(String operator, long a, long b) {
    try {
      return switch (operator) {
        case "+" -> Math.addExact(a, b);
        case "-" -> Math.subtractExact(a, b);
        case "*" -> Math.multiplyExact(a, b);
        case "//" -> Math.floorDiv(a, nonZero(b));
        case "%" -> Math.floorMod(a, nonZero(b));
        default -> power(a, b);
      };
    } catch (ArithmeticException e) {
      throw new Failure("the result of " + operator + " needs more than 64 bits");
    }
  }

  private static long nonZero(long value) {
    if (value == 0) {
      throw new Failure("division by zero");
    }
    return value;
  }

  private static Object power(long base, long exponent) {
    if (exponent < 0) {
      return StrictMath.pow(divisor((double) base), (double) exponent);
    }
    long result = 1;
    long square = base;
    for (long rest = exponent; rest > 0; rest >>= 1) {
      if ((rest & 1) == 1) {
        result = Math.multiplyExact(result, square);
      }
      if (rest > 1) {
        square = Math.multiplyExact(square, square);
      }
    }
    return result;
  }

  private static double floating(String operator, double a, double b) {
    return switch (operator) {
      case "+" -> a + b;
      case "-" -> a - b;
      case "*" -> a * b;
      case "//" -> Math.floor(a / divisor(b));
      case "%" -> {
        double rest = a % divisor(b);
        yield rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;
      }
      default -> StrictMath.pow(a, b);
    };
  }

  /** Python's {@code repr} of a float: the fewest digits that read back as the same number. */
  static String print(double value) {
    if (Double.isNaN(value)) {
      return "nan";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    String sign = value < 0 || (value == 0 && 1 / value < 0) ? "-" : "";
    return sign + digits(shortest(Math.abs(value)));
  }

  /** {@code Double.toString} of Java 17 is not always the shortest: it gives 17 digits to 2e23. */
  private static BigDecimal shortest(double value) {
    BigDecimal exact = new BigDecimal(value);
    for (int precision = 1; precision < MOST_DIGITS; precision++) {
      BigDecimal rounded = exact.round(new MathContext(precision, RoundingMode.HALF_EVEN));
      if (rounded.doubleValue() == value) {
        return rounded.stripTrailingZeros();
      }
    }
    return exact.round(new MathContext(MOST_DIGITS, RoundingMode.HALF_EVEN)).stripTrailingZeros();
  }

  private static String digits(BigDecimal value) {
    if (value.signum() == 0) {
      return "0.0";
    }
    int exponent = value.precision() - value.scale() - 1;
    if (exponent >= -4 && exponent < 16) {
      String plain = value.toPlainString();
      return plain.indexOf('.') < 0 ? plain + ".0" : plain;
    }
    String all = value.unscaledValue().toString();
    String fraction = all.length() > 1 ? "." + all.substring(1) : "";
    String size = Math.abs(exponent) < 10 ? "0" + Math.abs(exponent) : "" + Math.abs(exponent);
    return all.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+") + size;
  }
}
