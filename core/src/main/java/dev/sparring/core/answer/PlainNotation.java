package dev.sparring.core.answer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes TeX with plain characters: {@code \frac{3}{4}} becomes {@code (3/4)}, {@code \sqrt{2}}
 * becomes {@code √(2)}, {@code \text{km}} becomes {@code km}, other braces become brackets, and TeX
 * delimiters become {@code $}. A text with a command that is not known here has no plain form.
 * Between what TeX sets far apart stands a line feed.
 */
final class PlainNotation {
  private static final char THIN = '\u2009';
  private static final String OVER = ")/(";

  private static final Set<String> FRACTIONS = Set.of("frac", "dfrac", "tfrac");
  private static final Set<String> TEXTS =
      Set.of("text", "textbf", "textit", "textrm", "mathrm", "mathbf", "mathit", "mbox", "boxed");
  private static final Set<String> LAYOUT =
      Set.of("left", "right", "big", "Big", "bigl", "bigr", "displaystyle", "textstyle");
  private static final Map<String, String> SIGNS =
      Map.ofEntries(
          Map.entry("cdot", "*"),
          Map.entry("times", "*"),
          Map.entry("ast", "*"),
          Map.entry("div", "/"),
          Map.entry("sqrt", "\u221A"),
          Map.entry("approx", "\u2248"),
          Map.entry("simeq", "\u2248"),
          Map.entry("sim", "\u2248"),
          Map.entry("quad", "\n"),
          Map.entry("qquad", "\n"),
          Map.entry("Rightarrow", "\n"),
          Map.entry("rightarrow", "\n"),
          Map.entry("implies", "\n"),
          Map.entry("to", "\n"),
          Map.entry("therefore", "\n"));
  private static final Map<Character, String> SYMBOLS =
      Map.ofEntries(
          Map.entry(',', "" + THIN),
          Map.entry(':', " "),
          Map.entry(';', " "),
          Map.entry(' ', " "),
          Map.entry('!', " "),
          Map.entry('$', "$"),
          Map.entry('%', "%"),
          Map.entry('(', "$"),
          Map.entry(')', "$"),
          Map.entry('[', "$"),
          Map.entry(']', "$"),
          Map.entry('\\', "\n"));

  private static final String NUMBER = "\\{\\s*+([+-]?+" + CanonicalAnswer.DIGITS + ")\\s*+\\}";
  private static final Pattern FRACTION =
      Pattern.compile("\\\\[dt]?+frac\\s*+" + NUMBER + "\\s*+" + NUMBER);
  private static final Pattern COMMAND = Pattern.compile("\\\\([A-Za-z]++)\\s*+");
  private static final Pattern BRACE = Pattern.compile("\\s*+\\{");
  private static final Pattern THOUSANDS =
      Pattern.compile("(?<![0-9.,\u2009])[1-9][0-9]{0,2}(?:\u2009[0-9]{3})++(?![0-9\u2009])");

  private final String text;
  private final StringBuilder plain = new StringBuilder();
  private final Deque<String> closings = new ArrayDeque<>(); // what open braces become at their end
  private int at;

  private PlainNotation(String text) {
    this.text = text;
  }

  /** The text in plain characters; thin spaces between thousands are commas then. */
  static Optional<String> of(String text) {
    PlainNotation notation =
        new PlainNotation(
            text.replace('\u2212', '-')
                .replace('\u2013', '-')
                .replace('\u202F', THIN)
                .replace("{,}", ",")
                .replace(",\\!", ","));
    return notation.rewrite() ? Optional.of(grouped(notation.plain.toString())) : Optional.empty();
  }

  private static String grouped(String text) {
    return THOUSANDS
        .matcher(text)
        .replaceAll(number -> number.group().replace(THIN, ','))
        .replace(THIN, ' ');
  }

  private boolean rewrite() {
    while (at < text.length()) {
      char c = text.charAt(at);
      boolean known = true;
      if (c == '\\') {
        known = command();
      } else if (c == '}') {
        known = close();
      } else if (c == '{') {
        open("(", ")");
      } else {
        plain.append(c);
        at++;
      }
      if (!known) {
        return false;
      }
    }
    return closings.isEmpty();
  }

  /** Takes a brace; {@code opening} and {@code closing} are written in place of the pair. */
  private void open(String opening, String closing) {
    plain.append(opening);
    closings.push(closing);
    at = text.indexOf('{', at) + 1;
  }

  private boolean close() {
    at++;
    if (closings.isEmpty()) {
      return false;
    }
    String closing = closings.pop();
    boolean numerator = closing.equals(OVER);
    if (numerator && !braceFollows()) {
      return false;
    }
    if (numerator) {
      open(OVER, "))");
    } else {
      plain.append(closing);
    }
    return true;
  }

  private boolean braceFollows() {
    return BRACE.matcher(text).region(at, text.length()).lookingAt();
  }

  private boolean command() {
    Matcher fraction = FRACTION.matcher(text).region(at, text.length());
    if (fraction.lookingAt()) {
      plain.append('(').append(fraction.group(1)).append('/').append(fraction.group(2)).append(')');
      at = fraction.end();
      return true;
    }
    Matcher command = COMMAND.matcher(text).region(at, text.length());
    if (!command.lookingAt()) {
      return symbol();
    }
    at = command.end();
    String name = command.group(1);
    if (FRACTIONS.contains(name) || TEXTS.contains(name)) {
      boolean brace = braceFollows();
      if (brace && TEXTS.contains(name)) {
        open(" ", " ");
      } else if (brace) {
        open("((", OVER);
      }
      return brace;
    }
    plain.append(LAYOUT.contains(name) ? " " : SIGNS.getOrDefault(name, ""));
    return LAYOUT.contains(name) || SIGNS.containsKey(name);
  }

  private boolean symbol() {
    String symbol = at + 1 < text.length() ? SYMBOLS.get(text.charAt(at + 1)) : null;
    at += 2;
    if (symbol != null) {
      plain.append(symbol);
    }
    return symbol != null;
  }
}
