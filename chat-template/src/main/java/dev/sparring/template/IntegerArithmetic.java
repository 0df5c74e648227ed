package dev.sparring.template;

import java.math.BigInteger;

/** Arithmetic on integers of any size, within the budget of the rendering. */
final class IntegerArithmetic {
  private static final int MOST_BITS = 1 << 17;

  /** Python prints no longer integer, and reads none. */
  static final int MOST_DIGITS = 4300;

  /** More bits than a double has, so that the rest only breaks ties. */
  private static final int QUOTIENT_BITS = 66;

  private IntegerArithmetic() {}

  static Object apply(RenderContext context, String operator, Object a, Object b) {
    if (operator.equals("**")) {
      return power(context, a, b);
    }
    if (a instanceof Long x && b instanceof Long y && !operator.equals("/")) {
      Object fast = fast(operator, x, y);
      if (fast != null) {
        return fast;
      }
    }
    BigInteger x = Numbers.big(a);
    BigInteger y = Numbers.big(b);
    charge(context, x.bitLength(), y.bitLength());
    return switch (operator) {
      case "+" -> checked(x.add(y));
      case "-" -> checked(x.subtract(y));
      case "*" -> checked(x.multiply(y));
      case "/" -> quotient(x, nonZero(y));
      case "//" -> checked(floorDivide(x, nonZero(y)));
      default -> checked(x.subtract(floorDivide(x, nonZero(y)).multiply(y)));
    };
  }

  /** The result in 64 bits, or {@code null} where that may not be enough. */
  private static Object fast(String operator, long a, long b) {
    try {
      return switch (operator) {
        case "+" -> Math.addExact(a, b);
        case "-" -> Math.subtractExact(a, b);
        case "*" -> Math.multiplyExact(a, b);
        case "//" -> b == 0 || b == -1 ? null : (Object) Math.floorDiv(a, b);
        default -> b == 0 ? null : (Object) Math.floorMod(a, b);
      };
    } catch (ArithmeticException e) {
      return null;
    }
  }

  private static void charge(RenderContext context, long bits, long others) {
    context.budget().spend(1 + (1 + bits / 64) * (1 + others / 64) / 64);
  }

  private static Object checked(BigInteger value) {
    checkBits(value.bitLength());
    return Numbers.normal(value);
  }

  private static void checkBits(long bits) {
    if (bits > MOST_BITS) {
      throw new TemplateRuntimeException(
          "the template makes an integer of more than " + MOST_BITS + " bits");
    }
  }

  private static BigInteger nonZero(BigInteger value) {
    if (value.signum() == 0) {
      throw new TemplateRuntimeException("division by zero");
    }
    return value;
  }

  private static BigInteger floorDivide(BigInteger a, BigInteger b) {
    BigInteger[] parts = a.divideAndRemainder(b);
    boolean down = parts[1].signum() != 0 && parts[1].signum() != b.signum();
    return down ? parts[0].subtract(BigInteger.ONE) : parts[0];
  }

  /** The double that is nearest to {@code a / b}. */
  static double quotient(BigInteger a, BigInteger b) {
    if (a.bitLength() <= 53 && b.bitLength() <= 53) {
      return a.doubleValue() / b.doubleValue();
    }
    int shift = Math.max(0, QUOTIENT_BITS - (a.bitLength() - b.bitLength()));
    BigInteger[] parts = a.abs().shiftLeft(shift).divideAndRemainder(b.abs());
    BigInteger sticky = parts[1].signum() == 0 ? parts[0] : parts[0].setBit(0);
    double size = Math.scalb(sticky.doubleValue(), -shift);
    if (Double.isInfinite(size)) {
      throw new TemplateRuntimeException("the result of / is too large for a float");
    }
    return (a.signum() < 0) != (b.signum() < 0) ? -size : size;
  }

  private static Object power(RenderContext context, Object a, Object b) {
    BigInteger base = Numbers.big(a);
    BigInteger exponent = Numbers.big(b);
    if (exponent.signum() < 0) {
      return FloatArithmetic.apply("**", Numbers.toDouble(a), Numbers.toDouble(b));
    }
    if (base.bitLength() <= 1 && base.abs().bitLength() <= 1) {
      return smallPower(base.intValue(), exponent);
    }
    checkBits(exponent.bitLength() > 31 ? Long.MAX_VALUE : exponent.longValue());
    long bits = (base.abs().bitLength() - 1L) * exponent.longValue();
    checkBits(bits);
    charge(context, bits, bits);
    return checked(base.pow(exponent.intValue()));
  }

  /** Powers of -1, 0 and 1. */
  private static Object smallPower(int base, BigInteger exponent) {
    if (exponent.signum() == 0) {
      return 1L;
    }
    return base < 0 && !exponent.testBit(0) ? 1L : (long) base;
  }

  /** The digits of an integer; Python refuses to print very long ones. */
  static String print(Object integer) {
    if (!(integer instanceof BigInteger big)) {
      return String.valueOf(Numbers.clamped(integer));
    }
    String digits = big.bitLength() > 4 * MOST_DIGITS ? "" : big.toString();
    boolean tooLong =
        digits.isEmpty() || digits.length() > MOST_DIGITS + (big.signum() < 0 ? 1 : 0);
    if (tooLong) {
      throw new TemplateRuntimeException(
          "an integer of more than " + MOST_DIGITS + " digits cannot be printed");
    }
    return digits;
  }
}
