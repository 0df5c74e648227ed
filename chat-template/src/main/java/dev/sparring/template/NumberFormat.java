package dev.sparring.template;

import java.math.BigInteger;
import java.util.Locale;

/** The digits of a number in one of the forms that Python's two format languages share. */
final class NumberFormat {
  private static final int DEFAULT_PRECISION = 6;

  private NumberFormat() {}

  /**
   * A float as one of the letters e, E, f, F, g or G writes it. No sign.
   *
   * @param precision the digits wanted, negative for the usual six
   * @param alternate whether there is always a point, and zeros at the end stay
   */
  static String floating(double value, char letter, int precision, boolean alternate) {
    String text = FloatText.special(Math.abs(value));
    if (!FloatText.isSpecial(value)) {
      int places = precision < 0 ? DEFAULT_PRECISION : precision;
      text =
          switch (Character.toLowerCase(letter)) {
            case 'e' -> FloatText.scientific(value, places, alternate);
            case 'f' -> FloatText.fixed(value, places) + (alternate && places == 0 ? "." : "");
            default -> FloatText.general(value, places, alternate, false);
          };
    }
    return Character.isUpperCase(letter) ? text.toUpperCase(Locale.ROOT) : text;
  }

  /** An integer as one of the letters d, b, o, x or X writes it. No sign, no prefix. */
  static String integer(Object value, char letter) {
    BigInteger size = Numbers.big(value).abs();
    return switch (letter) {
      case 'b' -> size.toString(2);
      case 'o' -> size.toString(8);
      case 'x' -> size.toString(16);
      case 'X' -> size.toString(16).toUpperCase(Locale.ROOT);
      default -> IntegerArithmetic.print(Numbers.normal(size));
    };
  }

  /** What the alternate form puts in front of the digits. */
  static String prefix(char letter) {
    return "boxX".indexOf(letter) < 0 ? "" : "0" + letter;
  }

  static boolean isNegative(Object number) {
    return number instanceof Double value
        ? !FloatText.sign(value).isEmpty()
        : Numbers.big(number).signum() < 0;
  }

  /** The sign to write: always the minus, and a plus or blank for others where one is asked for. */
  static String sign(Object number, char wanted) {
    return isNegative(number) ? "-" : wanted == '+' || wanted == ' ' ? String.valueOf(wanted) : "";
  }
}
