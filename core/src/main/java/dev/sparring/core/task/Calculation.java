package dev.sparring.core.task;

import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A calculation with two whole numbers, neither of them negative.
 *
 * @param first left of the sign
 * @param sign {@code +} or {@code *}
 * @param second right of it
 */
record Calculation(BigInteger first, char sign, BigInteger second) {
  private static final Pattern TEXT =
      Pattern.compile("(0|[1-9][0-9]{0,17}) ([+*]) (0|[1-9][0-9]{0,17})");

  /** Reads a text that {@link #text} wrote. */
  static Optional<Calculation> of(String text) {
    Matcher matcher = TEXT.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new Calculation(
                new BigInteger(matcher.group(1)),
                matcher.group(2).charAt(0),
                new BigInteger(matcher.group(3))))
        : Optional.empty();
  }

  static Calculation of(long first, char sign, long second) {
    return new Calculation(BigInteger.valueOf(first), sign, BigInteger.valueOf(second));
  }

  /** The text that the solver is asked: {@code 351 + 478}. */
  String text() {
    return first + " " + sign + " " + second;
  }

  /** The canonical form, in which the smaller number comes first. */
  String key() {
    return first.compareTo(second) <= 0 ? text() : turned().text();
  }

  /** The calculation with its numbers in the other order. */
  Calculation turned() {
    return new Calculation(second, sign, first);
  }

  BigInteger value() {
    return sign == '+' ? first.add(second) : first.multiply(second);
  }
}
