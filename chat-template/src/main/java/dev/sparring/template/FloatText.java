package dev.sparring.template;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Floats as Python writes them. */
final class FloatText {
  private static final int MOST_DIGITS = 17;

  private FloatText() {}

  /** Python's {@code repr} of a float: the fewest digits that read back as the same number. */
  static String print(double value) {
    return isSpecial(value) ? special(value) : sign(value) + digits(shortest(Math.abs(value)));
  }

  static boolean isSpecial(double value) {
    return Double.isNaN(value) || Double.isInfinite(value);
  }

  static String special(double value) {
    return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
  }

  static String sign(double value) {
    return value < 0 || (value == 0 && 1 / value < 0) ? "-" : "";
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
    return all.charAt(0) + fraction + power('e', exponent);
  }

  private static String power(char letter, int exponent) {
    String size = Math.abs(exponent) < 10 ? "0" + Math.abs(exponent) : "" + Math.abs(exponent);
    return letter + (exponent < 0 ? "-" : "+") + size;
  }

  /** Rounds the exact binary value, half to even, as C does. No sign. */
  static String fixed(double value, int places) {
    return new BigDecimal(Math.abs(value)).setScale(places, RoundingMode.HALF_EVEN).toPlainString();
  }

  /** One digit, {@code places} behind the point, and a power of ten. No sign. */
  static String scientific(double value, int places, boolean alternate) {
    BigDecimal rounded = significant(value, places + 1);
    int exponent = value == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
    String all = padded(rounded, places + 1);
    String point = places > 0 || alternate ? "." : "";
    return all.charAt(0) + point + all.substring(1) + power('e', exponent);
  }

  /**
   * The shorter of both forms with {@code precision} significant digits. No sign.
   *
   * @param alternate whether zeros at the end stay
   * @param pointed whether a whole number keeps one zero behind the point
   */
  static String general(double value, int precision, boolean alternate, boolean pointed) {
    int significant = Math.max(1, precision);
    BigDecimal rounded = significant(value, significant);
    int exponent = value == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
    boolean powers = exponent < -4 || exponent >= significant - (pointed ? 1 : 0);
    String text =
        powers
            ? scientific(value, significant - 1, alternate)
            : fixed(value, significant - 1 - exponent)
                + (alternate && significant - 1 == exponent ? "." : "");
    if (!alternate) {
      text = withoutZeros(text);
    }
    return pointed && !powers && text.indexOf('.') < 0 ? text + ".0" : text;
  }

  private static BigDecimal significant(double value, int digits) {
    return new BigDecimal(Math.abs(value)).round(new MathContext(digits, RoundingMode.HALF_EVEN));
  }

  private static String padded(BigDecimal value, int digits) {
    String all = value.unscaledValue().toString();
    return all.length() >= digits
        ? all.substring(0, digits)
        : all + "0".repeat(digits - all.length());
  }

  private static String withoutZeros(String text) {
    int power = text.indexOf('e');
    String number = power < 0 ? text : text.substring(0, power);
    if (number.indexOf('.') >= 0) {
      number = number.replaceAll("\\.?0+$", "");
    }
    return number + (power < 0 ? "" : text.substring(power));
  }
}
