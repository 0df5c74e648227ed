package dev.sparring.template;

import java.math.BigDecimal;
import java.math.BigInteger;

/** The attributes and methods of Python's numbers. */
final class NumberMethods {
  private NumberMethods() {}

  /** The attribute, or {@link Missing#MISSING}; of anything that is no number it is missing. */
  static Object attribute(Object owner, String name) {
    if (owner instanceof Double number) {
      return ofFloat(number, name);
    }
    return Numbers.isInteger(owner) ? ofInteger(Numbers.big(owner), name) : Missing.MISSING;
  }

  private static Object ofInteger(BigInteger number, String name) {
    Object value = Numbers.normal(number);
    return switch (name) {
      case "real", "numerator" -> value;
      case "imag" -> 0L;
      case "denominator" -> 1L;
      case "conjugate" -> constant(name, value);
      case "bit_length" -> constant(name, (long) number.abs().bitLength());
      case "bit_count" -> constant(name, (long) number.abs().bitCount());
      case "as_integer_ratio" -> constant(name, Tuple.of(value, 1L));
      default -> Missing.MISSING;
    };
  }

  private static Object ofFloat(double number, String name) {
    return switch (name) {
      case "real" -> number;
      case "imag" -> 0.0;
      case "conjugate" -> constant(name, number);
      case "is_integer" ->
          constant(name, !FloatText.isSpecial(number) && number == Math.rint(number));
      case "as_integer_ratio" ->
          TemplateFunction.of(
              name,
              (context, arguments) -> {
                arguments.bind();
                return ratio(number);
              });
      default -> Missing.MISSING;
    };
  }

  private static Object ratio(double number) {
    if (FloatText.isSpecial(number)) {
      throw new TemplateRuntimeException("as_integer_ratio() needs a finite float");
    }
    BigDecimal exact = new BigDecimal(number);
    BigInteger below = BigInteger.TEN.pow(Math.max(0, exact.scale()));
    BigInteger above = exact.multiply(new BigDecimal(below)).toBigIntegerExact();
    BigInteger common = above.gcd(below);
    return Tuple.of(Numbers.normal(above.divide(common)), Numbers.normal(below.divide(common)));
  }

  private static TemplateFunction constant(String name, Object value) {
    return TemplateFunction.of(
        name,
        (context, arguments) -> {
          arguments.bind();
          return value;
        });
  }
}
