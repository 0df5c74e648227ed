package dev.sparring.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Pattern;

/** Python's {@code int()} and {@code float()}. */
final class NumberParsing {
  private static final Pattern FLOAT =
      Pattern.compile("[+-]?(\\d++(\\.\\d*+)?|\\.\\d++)([eE][+-]?\\d++)?");
  private static final String UNDERSCORE = "(?<=[0-9A-Za-z])_(?=[0-9A-Za-z])";

  /** No text of an integer is longer: with the most bits that templates compute with, in base 2. */
  private static final int LONGEST = 1 << 17;

  private NumberParsing() {}

  /**
   * The integer that {@code text} spells in {@code base}, or {@code null} when it spells none. Base
   * 0 goes by the prefix.
   */
  static Object integer(String text, long base) {
    String digits = asciiDigits(PythonText.strip(text, null)).toLowerCase(Locale.ROOT);
    String sign = digits.startsWith("+") || digits.startsWith("-") ? digits.substring(0, 1) : "";
    String plain = digits.substring(sign.length());
    if ((base != 0 && (base < 2 || base > 36)) || plain.length() > LONGEST) {
      return null;
    }
    int radix = (int) base;
    String prefix = plain.length() > 2 && plain.charAt(0) == '0' ? plain.substring(0, 2) : "";
    int prefixed = prefix.equals("0x") ? 16 : prefix.equals("0o") ? 8 : prefix.equals("0b") ? 2 : 0;
    if (prefixed > 0 && (radix == 0 || radix == prefixed)) {
      // An underscore may follow the prefix.
      plain = plain.substring(plain.charAt(2) == '_' ? 3 : 2);
      radix = prefixed;
    } else if (radix == 0) {
      radix = plain.startsWith("0") && !plain.matches("0[0_]*") ? -1 : 10;
    }
    return radix < 0 ? null : digits(sign, plain.replaceAll(UNDERSCORE, ""), radix);
  }

  private static Object digits(String sign, String plain, int radix) {
    boolean powerOfTwo = Integer.bitCount(radix) == 1;
    boolean fits = powerOfTwo || plain.length() <= IntegerArithmetic.MOST_DIGITS;
    boolean spelt =
        !plain.isEmpty() && plain.chars().allMatch(c -> c < 128 && Character.digit(c, radix) >= 0);
    return fits && spelt ? Numbers.normal(new BigInteger(sign + plain, radix)) : null;
  }

  /** The float that {@code text} spells, or {@code null} when it spells none. */
  static Double floating(String text) {
    String digits = asciiDigits(PythonText.strip(text, null)).replaceAll("(?<=\\d)_(?=\\d)", "");
    if (FLOAT.matcher(digits).matches()) {
      return Double.valueOf(digits);
    }
    return switch (digits.toLowerCase(Locale.ROOT)) {
      case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      case "nan", "+nan", "-nan" -> Double.NaN;
      default -> null;
    };
  }

  /** Python reads the decimal digits of every script. */
  private static String asciiDigits(String text) {
    if (text.chars().allMatch(c -> c < 128)) {
      return text;
    }
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              boolean digit = Character.getType(c) == Character.DECIMAL_DIGIT_NUMBER;
              out.appendCodePoint(digit ? '0' + Character.digit(c, 10) : c);
            });
    return out.toString();
  }

  /** The integer part of a float; fails for infinity and NaN. */
  static Object truncated(double number) {
    if (FloatText.isSpecial(number)) {
      throw new TemplateRuntimeException(
          "the float " + FloatText.special(number) + " has no integer part");
    }
    return Numbers.normal(new BigDecimal(number).toBigInteger());
  }
}
