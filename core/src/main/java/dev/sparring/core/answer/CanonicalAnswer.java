package dev.sparring.core.answer;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns one answer expression into the canonical text of its exact value, so that {@code 007},
 * {@code 7.0}, {@code x = 7} and {@code $\frac{14}{2}$} vote for the same answer.
 *
 * <p>Read: integers, decimals ({@code .5}, {@code 2.50}), thousands groups ({@code 1,000}, {@code
 * 1{,}000}), scientific notation with an exponent within ±{@value #MAX_EXPONENT}, fractions of
 * these ({@code 3/4}, {@code \frac{3}{4}}, {@code \dfrac}, {@code \tfrac}), a sign ({@code +},
 * {@code -}, U+2212, U+2013), one variable in front of {@code =}, TeX delimiters around the whole
 * ({@code $…$}, {@code $$…$$}, {@code \(…\)}, {@code \[…\]}), white space, and one full stop.
 *
 * <p>Refused: everything else. In particular a quantity with a unit, since the unit belongs to the
 * value: a percentage, an amount of money, {@code 5 apples}. Also groups that are no thousands
 * ({@code 1,00}, {@code 0,123}), mixed numbers ({@code 2 1/2} might be 21/2), digits other than 0
 * to 9, division by zero, and anything that is or becomes longer than {@value #MAX_LENGTH}
 * characters.
 */
public final class CanonicalAnswer {
  /** Characters that an expression, and its canonical form, may have. */
  public static final int MAX_LENGTH = 200;

  /** The greatest power of ten in scientific notation, and the negative of the least. */
  public static final int MAX_EXPONENT = 100;

  private static final String UNSIGNED =
      "(?:[1-9][0-9]{0,2}(?:,[0-9]{3})++|[0-9]++)(?:\\.[0-9]++)?+|\\.[0-9]++";

  /** A number without a sign. */
  static final String DIGITS = "(?:" + UNSIGNED + ")(?:[eE][+-]?+[0-9]{1,9}+)?+";

  private static final String NUMBER =
      "([+-]?+)\\s*+(" + UNSIGNED + ")(?:[eE]([+-]?+0*[0-9]{1,3}))?";

  // Three groups a number: sign, digits, exponent.
  private static final Pattern PLAIN = Pattern.compile(NUMBER);
  private static final Pattern SLASHED = Pattern.compile(NUMBER + "\\s*+/\\s*+" + NUMBER);
  private static final Pattern TEX =
      Pattern.compile(
          "([+-]?+)\\s*+\\\\[dt]?+frac\\s*+\\{\\s*+"
              + NUMBER
              + "\\s*+\\}\\s*+\\{\\s*+"
              + NUMBER
              + "\\s*+\\}");
  private static final Pattern NAMED =
      Pattern.compile("[A-Za-z][A-Za-z0-9_]*+\\s*+=(.*+)", Pattern.DOTALL);

  private static final List<List<String>> DELIMITERS =
      List.of(List.of("$$", "$$"), List.of("$", "$"), List.of("\\(", "\\)"), List.of("\\[", "\\]"));

  private CanonicalAnswer() {}

  /**
   * The canonical text, such as {@code 7} or {@code -5/2}; empty when the text is no such
   * expression. Applied to its own result it changes nothing. Never throws.
   */
  public static Optional<String> of(String text) {
    return rational(text).map(Rational::toString).filter(form -> form.length() <= MAX_LENGTH);
  }

  /** The value itself. Never throws. */
  public static Optional<Rational> rational(String text) {
    if (text == null || text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    String bare = bare(text.replace('\u2212', '-').replace('\u2013', '-').replace("{,}", ","));
    Matcher named = NAMED.matcher(bare);
    return value(named.matches() ? bare(named.group(1)) : bare);
  }

  /** Without white space, one full stop and one pair of TeX delimiters around it. */
  private static String bare(String text) {
    String bare = withoutStop(trim(text));
    for (List<String> pair : DELIMITERS) {
      String open = pair.get(0);
      String close = pair.get(1);
      if (bare.length() > open.length() + close.length()
          && bare.startsWith(open)
          && bare.endsWith(close)) {
        String inside = bare.substring(open.length(), bare.length() - close.length());
        return withoutStop(trim(inside));
      }
    }
    return bare;
  }

  private static String withoutStop(String text) {
    return text.endsWith(".") ? trim(text.substring(0, text.length() - 1)) : text;
  }

  /** Strips white space, and the no-break spaces that {@link String#strip} leaves. */
  private static String trim(String text) {
    return text.replace('\u00A0', ' ').replace('\u202F', ' ').strip();
  }

  private static Optional<Rational> value(String text) {
    Matcher plain = PLAIN.matcher(text);
    if (plain.matches()) {
      return number(plain, 1);
    }
    Matcher slashed = SLASHED.matcher(text);
    if (slashed.matches()) {
      return quotient(number(slashed, 1), number(slashed, 4));
    }
    Matcher tex = TEX.matcher(text);
    if (tex.matches()) {
      Optional<Rational> value = quotient(number(tex, 2), number(tex, 5));
      return tex.group(1).equals("-") ? value.map(Rational::negate) : value;
    }
    return Optional.empty();
  }

  private static Optional<Rational> quotient(Optional<Rational> over, Optional<Rational> under) {
    return under
        .filter(divisor -> divisor.numerator().signum() != 0)
        .flatMap(divisor -> over.map(value -> value.dividedBy(divisor)));
  }

  /** The number in groups {@code first} (sign), then digits, then exponent. */
  private static Optional<Rational> number(Matcher match, int first) {
    String digits = match.group(first + 1).replace(",", "");
    int exponent = match.group(first + 2) == null ? 0 : Integer.parseInt(match.group(first + 2));
    if (Math.abs(exponent) > MAX_EXPONENT) {
      return Optional.empty();
    }
    int point = digits.indexOf('.');
    int decimals = point < 0 ? 0 : digits.length() - point - 1;
    BigInteger whole = new BigInteger(digits.replace(".", ""));
    Rational value = Rational.of(whole).timesTenTo(exponent - decimals);
    return Optional.of(match.group(first).equals("-") ? value.negate() : value);
  }
}
