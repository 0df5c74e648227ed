package dev.sparring.core.answer;

import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes what is said around a number with few signs: TeX and Markdown go, {@code is} and a colon
 * after a word become {@code =}, signs of multiplication become {@code *}, and signs of money go:
 * {@code -$5} becomes {@code -5}.
 */
final class PlainText {
  private static final String SUPERSCRIPTS =
      "\u2070\u00B9\u00B2\u00B3\u2074\u2075\u2076\u2077\u2078\u2079\u207A\u207B";
  private static final Pattern RAISED = Pattern.compile("[" + SUPERSCRIPTS + "]++");

  private static final String MONEY = "$\u20AC\u00A3\u00A5\u20B9";
  // Money in brackets is a debt to some, and the bracket may be TeX's to others.
  private static final Pattern DEBT =
      Pattern.compile(
          "(?<!\\\\)\\(\\s*+\\\\?+[" + MONEY + "]\\s*+[0-9]|[" + MONEY + "]\\s*+\\(\\s*+[0-9]");
  private static final Pattern COIN = Pattern.compile("[" + MONEY + "]");

  private static final Pattern HEADING = Pattern.compile("(?m)^[ \\t]*+#{1,6}+ ");
  private static final Pattern BOLD = emphasis("\\*\\*");
  private static final Pattern ITALIC = emphasis("\\*");

  private static final String FROM = "(?i)(?<![\\p{L}0-9'-])(?:";
  private static final String TO = ")(?![\\p{L}0-9'-])";
  private static final Pattern EQUALS =
      Pattern.compile(
          FROM
              + "(?:is|are|was|were)\\s++equal\\s++to|equal\\s++to|equals|is|are|was|were|be|gives"
              + "|yields"
              + TO);
  private static final Pattern SHORT_IS = Pattern.compile("(?i)\\b(it|that)'s(?=\\s)");
  private static final Pattern COLON =
      Pattern.compile(
          ":=|(?<=" + Words.LETTER + "{2})\\s*+:|(?<=" + Words.LETTER + "|\\)):(?=\\s)");

  private static final String BETWEEN = "(?<=[0-9)])\\s*+";
  private static final Pattern TIMES =
      Pattern.compile(
          BETWEEN + "(?:[xX]|(?i:\\btimes\\b|\\bmultiplied\\s++by\\b))\\s*+(?=[0-9(-])");
  private static final Pattern PLUS = Pattern.compile(BETWEEN + "(?i:\\bplus\\b)\\s*+(?=[0-9(-])");
  private static final Pattern MINUS =
      Pattern.compile(BETWEEN + "(?i:\\bminus\\b)\\s*+(?=[0-9(-])");
  private static final Pattern OVER =
      Pattern.compile(BETWEEN + "(?i:\\bover\\b|\\bdivided\\s++by\\b)\\s*+(?=[0-9(-])");

  private PlainText() {}

  private static Pattern emphasis(String mark) {
    return Pattern.compile(
        "(?<![\\p{L}\\p{N}*)])"
            + mark
            + "(?![\\s*])([^*\\n]++)(?<!\\s)"
            + mark
            + "(?![\\p{L}\\p{N}*(])");
  }

  /** The plain text; empty when there is TeX in it that is not known, or money in brackets. */
  static Optional<String> of(String text) {
    return Optional.of(text)
        .filter(given -> !DEBT.matcher(given).find())
        .flatMap(PlainNotation::of)
        .map(PlainText::signs)
        .map(PlainText::unmarked)
        .map(PlainText::words);
  }

  private static String signs(String text) {
    String raised =
        RAISED
            .matcher(text)
            .replaceAll(power -> "^(" + lowered(power) + ")")
            .replaceAll("[\u00D7\u00B7\u22C5\u2219\u2217]", "*")
            .replace('\u00F7', '/')
            .replaceAll("[\u21D2\u2192\u27F9\u2234\\r]", "\n")
            .replaceAll("[\u2243\u223C~]", "\u2248")
            .replace('\u2019', '\'')
            .replaceAll("[\u201C\u201D]", "\"")
            .replaceAll("[\\p{Zs}\\t]", " ");
    StringBuilder plain = new StringBuilder();
    Matcher coin = COIN.matcher(raised);
    while (coin.find()) {
      coin.appendReplacement(plain, joins(raised, coin.start()) ? " " : "");
    }
    return coin.appendTail(plain).toString();
  }

  private static String lowered(MatchResult power) {
    StringBuilder digits = new StringBuilder();
    power
        .group()
        .chars()
        .forEach(c -> digits.append("0123456789+-".charAt(SUPERSCRIPTS.indexOf(c))));
    return digits.toString();
  }

  /** Whether two numbers or words would become one without what stands at {@code at}. */
  private static boolean joins(String text, int at) {
    return at > 0
        && at + 1 < text.length()
        && solid(text.charAt(at - 1))
        && solid(text.charAt(at + 1));
  }

  private static boolean solid(char c) {
    return Character.isLetterOrDigit(c) || c == '.' || c == ',' || MONEY.indexOf(c) >= 0;
  }

  private static String unmarked(String text) {
    String plain = HEADING.matcher(text).replaceAll("").replace('`', ' ');
    plain = BOLD.matcher(plain).replaceAll(" $1 ");
    return ITALIC.matcher(plain).replaceAll(" $1 ");
  }

  private static String words(String text) {
    String plain = TIMES.matcher(text).replaceAll(" * ");
    plain = PLUS.matcher(plain).replaceAll(" + ");
    plain = MINUS.matcher(plain).replaceAll(" - ");
    plain = OVER.matcher(plain).replaceAll(" / ");
    plain = COLON.matcher(plain).replaceAll("=");
    plain = SHORT_IS.matcher(plain).replaceAll("$1 =");
    return EQUALS.matcher(plain).replaceAll("=");
  }
}
