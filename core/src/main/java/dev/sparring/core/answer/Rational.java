package dev.sparring.core.answer;

import java.math.BigInteger;

/**
 * An exact fraction in lowest terms with a positive denominator, so that equal values are equal
 * records.
 *
 * @param numerator any integer
 * @param denominator not zero; its sign moves to the numerator
 */
public record Rational(BigInteger numerator, BigInteger denominator)
    implements Comparable<Rational> {

  /** Normalises; {@link ArithmeticException} for a denominator of zero. */
  public Rational {
    if (denominator.signum() == 0) {
      throw new ArithmeticException("denominator is zero");
    }
    BigInteger divisor = numerator.gcd(denominator);
    if (denominator.signum() < 0) {
      divisor = divisor.negate();
    }
    numerator = numerator.divide(divisor);
    denominator = denominator.divide(divisor);
  }

  /** A whole number. */
  public static Rational of(long value) {
    return of(BigInteger.valueOf(value));
  }

  /** A whole number. */
  public static Rational of(BigInteger value) {
    return new Rational(value, BigInteger.ONE);
  }

  /** This number times a power of ten, which may be negative. */
  public Rational timesTenTo(int exponent) {
    BigInteger power = BigInteger.TEN.pow(Math.abs(exponent));
    return exponent < 0
        ? new Rational(numerator, denominator.multiply(power))
        : new Rational(numerator.multiply(power), denominator);
  }

  /** The sum. */
  public Rational plus(Rational other) {
    return new Rational(
        numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
        denominator.multiply(other.denominator));
  }

  /** The difference. */
  public Rational minus(Rational other) {
    return plus(other.negate());
  }

  /** The product. */
  public Rational times(Rational other) {
    return new Rational(
        numerator.multiply(other.numerator), denominator.multiply(other.denominator));
  }

  /** The quotient; {@link ArithmeticException} when {@code divisor} is zero. */
  public Rational dividedBy(Rational divisor) {
    return new Rational(
        numerator.multiply(divisor.denominator), denominator.multiply(divisor.numerator));
  }

  /** This number with the other sign. */
  public Rational negate() {
    return new Rational(numerator.negate(), denominator);
  }

  /** Whether it is 0. */
  public boolean isZero() {
    return numerator.signum() == 0;
  }

  @Override
  public int compareTo(Rational other) {
    return numerator.multiply(other.denominator).compareTo(other.numerator.multiply(denominator));
  }

  /** {@code 7} for a whole number, {@code -5/2} otherwise. */
  @Override
  public String toString() {
    return denominator.equals(BigInteger.ONE)
        ? numerator.toString()
        : numerator + "/" + denominator;
  }
}
