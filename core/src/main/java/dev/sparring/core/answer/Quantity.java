package dev.sparring.core.answer;

import java.math.BigInteger;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a text that says one number: {@code 5}, {@code -3/4}, {@code (1/2)}, {@code 3.2 * 10^3},
 * {@code exactly 5 apples}. Of words it takes those that lead to a number and those that may be its
 * unit. Anything else beside the number might change its value, and is refused: a further sign, an
 * operator, a root, a power, a percent sign, a letter or a digit, or a decimal comma.
 */
final class Quantity {
  /** The factorial of any greater number is longer than an answer may be. */
  private static final BigInteger GREATEST_FACTORIAL = BigInteger.valueOf(120);

  private static final String POWER =
      "(?<mantissa>"
          + CanonicalAnswer.DIGITS
          + ") *+\\* *+10 *+\\^ *+(?:\\( *+(?<inner>[+-]?+[0-9]{1,3}+) *+\\)|(?<outer>[+-]?+[0-9]{1,3}+))";
  private static final String FRACTION =
      "(?<plain>" + CanonicalAnswer.DIGITS + "(?: *+/ *+[+-]?+" + CanonicalAnswer.DIGITS + ")?+)";
  private static final String UNIT =
      ",?+ ++(?:\\( *+)?+" + Words.WORD + "(?:[/ ] *+" + Words.WORD + ")*+(?: *+\\))?+";

  private static final Pattern FORM =
      Pattern.compile(
          "(?<before>(?:"
              + Words.WORD
              + ",?+ ++)*+)(?<sign>[+-]?+)(?<gap> *+)(?<open>\\(*+) *+(?<second>[+-]?+) *+(?:"
              + POWER
              + "|"
              + FRACTION
              + ")(?<close>(?: *+\\))*+)(?<cry> *+!)?+(?<unit>(?:"
              + UNIT
              + ")*+) *+[.,?!]?+");

  /** Brackets around nothing but a bracket, as around a fraction that was TeX's. */
  private static final Pattern NESTED =
      Pattern.compile("([+-]?+) *+\\( *+([+-]?+ *+\\([^(),]++\\)) *+\\)");

  private static final Pattern PER_LETTER =
      Pattern.compile("/ *+" + Words.LETTER + "(?!" + Words.LETTER + ")");

  private Quantity() {}

  /** The value; empty when the text is no such statement. */
  static Optional<Rational> of(String text) {
    Matcher nested = NESTED.matcher(text);
    if (nested.matches()) {
      return of(nested.group(2)).map(value -> nested.group(1).equals("-") ? value.negate() : value);
    }
    Matcher form = FORM.matcher(text);
    if (!form.matches()
        || !Words.leadToNumber(form.group("before"), !form.group("sign").isEmpty())
        || !unit(form.group("unit"))) {
      return Optional.empty();
    }
    String plain = form.group("plain");
    boolean bracketed = !form.group("open").isEmpty();
    if (form.group("open").length() != form.group("close").replace(" ", "").length()
        || bracketed && plain != null && plain.contains(",")
        || !bracketed && !form.group("second").isEmpty()
        || dash(form)) {
      return Optional.empty();
    }
    boolean negative = form.group("sign").equals("-") != form.group("second").equals("-");
    return CanonicalAnswer.rational(plain == null ? scientific(form) : plain)
        .filter(value -> form.group("cry") == null || noFactorial(value))
        .map(value -> negative ? value.negate() : value);
  }

  /** A sign between spaces may be a dash. */
  private static boolean dash(Matcher form) {
    return !form.group("before").isEmpty()
        && !form.group("sign").isEmpty()
        && !form.group("gap").isEmpty();
  }

  /** A letter beside the number may be a variable, or stand for a thousand or a million. */
  private static boolean unit(String words) {
    String bare = PER_LETTER.matcher(words).replaceAll(" ").replaceAll("[(),]", " ");
    return Words.variables(bare, Set.of()).isEmpty() && !bare.strip().matches("(?s)[aAI]\\b.*");
  }

  private static String scientific(Matcher form) {
    String exponent = form.group("inner") == null ? form.group("outer") : form.group("inner");
    return form.group("mantissa") + "e" + exponent;
  }

  private static boolean noFactorial(Rational value) {
    return value.numerator().compareTo(GREATEST_FACTORIAL.multiply(value.denominator())) > 0;
  }
}
