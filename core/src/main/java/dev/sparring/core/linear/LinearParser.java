package dev.sparring.core.linear;

import dev.sparring.core.answer.CanonicalAnswer;
import dev.sparring.core.answer.Rational;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads one side of an equation, such as {@code -3*x + 2(y - 1)/5}: numbers, variables of one
 * letter, signs, products (also without a sign between), quotients and brackets.
 */
final class LinearParser {
  private static final Pattern NUMBER = Pattern.compile("[0-9]++(?:\\.[0-9]++)?+");

  private final String text;
  private int at;

  private LinearParser(String text) {
    this.text = text;
  }

  /** The form; empty when the text is none. The depth of brackets is bounded by its length. */
  static Optional<LinearForm> read(String side) {
    String bare = side.replaceAll("\\s+", "").replace('\u2212', '-').replace('\u00D7', '*');
    LinearParser parser = new LinearParser(bare);
    return parser.sum().filter(form -> parser.at == bare.length());
  }

  private boolean take(char sign) {
    boolean there = at < text.length() && text.charAt(at) == sign;
    at += there ? 1 : 0;
    return there;
  }

  private Optional<LinearForm> sum() {
    Optional<LinearForm> sum = product();
    while (sum.isPresent()) {
      if (take('+')) {
        Optional<LinearForm> left = sum;
        sum = product().map(right -> left.get().plus(right));
      } else if (take('-')) {
        Optional<LinearForm> left = sum;
        sum = product().map(right -> left.get().minus(right));
      } else {
        break;
      }
    }
    return sum;
  }

  private Optional<LinearForm> product() {
    Optional<LinearForm> product = signed();
    while (product.isPresent()) {
      LinearForm left = product.get();
      if (take('*')) {
        product = signed().flatMap(left::times);
      } else if (take('/')) {
        product = signed().flatMap(left::dividedBy);
      } else if (at < text.length() && (text.charAt(at) == '(' || letter(text.charAt(at)))) {
        product = atom().flatMap(left::times);
      } else {
        break;
      }
    }
    return product;
  }

  private Optional<LinearForm> signed() {
    boolean negative = false;
    while (at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
      negative ^= text.charAt(at) == '-';
      at++;
    }
    Optional<LinearForm> atom = atom();
    return negative ? atom.map(form -> form.times(Rational.of(-1))) : atom;
  }

  private Optional<LinearForm> atom() {
    if (take('(')) {
      return sum().filter(form -> take(')'));
    }
    if (at < text.length() && letter(text.charAt(at))) {
      at++;
      return Optional.of(LinearForm.of(text.substring(at - 1, at)));
    }
    Matcher number = NUMBER.matcher(text).region(at, text.length());
    if (!number.lookingAt()) {
      return Optional.empty();
    }
    at = number.end();
    return CanonicalAnswer.rational(number.group()).map(LinearForm::of);
  }

  private static boolean letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
