package dev.sparring.template;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Powers of floats, rounded once. C's libraries are that exact, and Java's {@code pow} is not
 * always.
 */
final class PreciseExponential {
  private static final MathContext DIGITS = new MathContext(50);
  private static final BigDecimal SMALLEST = new BigDecimal("1e-50");
  private static final BigDecimal TWO = BigDecimal.valueOf(2);
  private static final BigDecimal LOG_2 = logarithmNearOne(TWO);

  /** Halvings that bring the argument of the exponential series close to 0. */
  private static final int HALVINGS = 20;

  private PreciseExponential() {}

  /** {@code base} to the power of {@code exponent}, for a base above 0 and a result in range. */
  static double power(double base, double exponent) {
    int scale = Math.getExponent(base);
    BigDecimal mantissa = new BigDecimal(base).divide(TWO.pow(scale, DIGITS), DIGITS);
    BigDecimal logarithm =
        logarithmNearOne(mantissa).add(LOG_2.multiply(BigDecimal.valueOf(scale)), DIGITS);
    return exponential(logarithm.multiply(new BigDecimal(exponent), DIGITS)).doubleValue();
  }

  /** The series of the area tangent; quick from 1 to 2. */
  private static BigDecimal logarithmNearOne(BigDecimal value) {
    BigDecimal ratio = value.subtract(BigDecimal.ONE).divide(value.add(BigDecimal.ONE), DIGITS);
    BigDecimal square = ratio.multiply(ratio, DIGITS);
    BigDecimal sum = BigDecimal.ZERO;
    BigDecimal term = ratio;
    for (int n = 1; term.abs().compareTo(SMALLEST) > 0; n += 2) {
      sum = sum.add(term.divide(BigDecimal.valueOf(n), DIGITS), DIGITS);
      term = term.multiply(square, DIGITS);
    }
    return sum.multiply(TWO, DIGITS);
  }

  private static BigDecimal exponential(BigDecimal value) {
    BigDecimal small = value.divide(TWO.pow(HALVINGS), DIGITS);
    BigDecimal sum = BigDecimal.ONE;
    BigDecimal term = BigDecimal.ONE;
    for (int n = 1; term.abs().compareTo(SMALLEST) > 0; n++) {
      term = term.multiply(small, DIGITS).divide(BigDecimal.valueOf(n), DIGITS);
      sum = sum.add(term, DIGITS);
    }
    for (int i = 0; i < HALVINGS; i++) {
      sum = sum.multiply(sum, DIGITS);
    }
    return sum;
  }
}
