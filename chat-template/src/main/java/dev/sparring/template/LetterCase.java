package dev.sparring.template;

import java.util.Locale;
import java.util.function.IntPredicate;

/**
 * Upper and lower case, independent of the machine's language, as Python's {@code str} has them.
 */
final class LetterCase {
  private static final int SIGMA = 'Σ';

  /** Marks inside of words: Unicode's Word_Break values MidLetter, MidNumLet and Single_Quote. */
  private static final String INSIDE_WORDS =
      "'.:\u00b7\u0387\u055f\u05f4\u2018\u2019\u2024\u2027\ufe13\ufe52\ufe55\uff07\uff0e\uff1a";

  private static final String IOTA = "Ι";
  private static final String IOTA_BELOW = "\u0345";

  private LetterCase() {}

  static String lower(String text) {
    return text.indexOf(SIGMA) < 0 ? text.toLowerCase(Locale.ROOT) : lowerWithSigma(text);
  }

  /** Java takes an underscore, among others, for a part of the word that a sigma ends. */
  private static String lowerWithSigma(String text) {
    StringBuilder out = new StringBuilder();
    boolean behindLetter = false;
    for (int at = 0; at < text.length(); ) {
      int c = text.codePointAt(at);
      at += Character.charCount(c);
      if (c == SIGMA) {
        out.append(behindLetter && !isBeforeLetter(text, at) ? 'ς' : 'σ');
      } else {
        out.append(Character.toString(c).toLowerCase(Locale.ROOT));
      }
      behindLetter = isIgnored(c) ? behindLetter : isCased(c);
    }
    return out.toString();
  }

  private static boolean isBeforeLetter(String text, int from) {
    int at = from;
    while (at < text.length() && isIgnored(text.codePointAt(at))) {
      at += Character.charCount(text.codePointAt(at));
    }
    return at < text.length() && isCased(text.codePointAt(at));
  }

  /** Unicode's property Case_Ignorable. */
  private static boolean isIgnored(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.FORMAT,
          Character.MODIFIER_LETTER,
          Character.MODIFIER_SYMBOL ->
          true;
      default -> INSIDE_WORDS.indexOf(c) >= 0;
    };
  }

  static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }

  static String swap(String text) {
    return each(
        text,
        (c, lower, inside) ->
            Character.isUpperCase(c)
                ? lower
                : Character.isLowerCase(c) ? upper(Character.toString(c)) : Character.toString(c));
  }

  static String capitalize(String text) {
    if (text.isEmpty()) {
      return text;
    }
    boolean[] first = {true};
    return each(
        text,
        (c, lower, inside) -> {
          String shown = first[0] ? title(c) : lower;
          first[0] = false;
          return shown;
        });
  }

  /** Every letter behind something that is no letter in title case, the others in lower case. */
  static String title(String text) {
    return each(text, (c, lower, inside) -> inside ? lower : title(c));
  }

  /** For comparisons without case: {@code ß} and {@code ss} become the same. */
  static String fold(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints().forEach(c -> out.append(fold(c)));
    return out.toString();
  }

  private static String fold(int c) {
    // Cherokee folds to its upper case, and the dotless i to itself.
    if ((c >= 0x13a0 && c <= 0x13f5) || c == 'ı') {
      return Character.toString(c);
    }
    if ((c >= 0xab70 && c <= 0xabbf) || (c >= 0x13f8 && c <= 0x13fd)) {
      return upper(Character.toString(c));
    }
    StringBuilder out = new StringBuilder();
    String lower = lower(upper(lower(Character.toString(c))));
    lower.codePoints().forEach(part -> out.appendCodePoint(part == 'ς' ? 'σ' : part));
    return out.toString();
  }

  /** Computes what one character becomes. */
  @FunctionalInterface
  private interface Mapping {
    String map(int c, String lower, boolean inside);
  }

  /**
   * Maps every character. What it is in lower case is read off the whole text, for a sigma depends
   * on its place; {@code inside} says whether a letter with case is in front of it.
   */
  private static String each(String text, Mapping mapping) {
    String all = lower(text);
    StringBuilder out = new StringBuilder();
    boolean inside = false;
    int at = 0;
    for (int c : text.codePoints().toArray()) {
      int length = c == SIGMA ? 1 : lower(Character.toString(c)).length();
      out.append(mapping.map(c, all.substring(at, at + length), inside));
      at += length;
      inside = isCased(c);
    }
    return out.toString();
  }

  /** Title case, of which Java knows only the characters that stay one: {@code ﬁ} becomes Fi. */
  private static String title(int c) {
    int simple = Character.toTitleCase(c);
    String upper = upper(Character.toString(c));
    if (simple != c || Character.isTitleCase(c) || upper.codePointCount(0, upper.length()) == 1) {
      return Character.toString(simple);
    }
    if (c >= 0x1f80 && c <= 0x1fff && upper.endsWith(IOTA)) {
      return upper.substring(0, upper.length() - 1) + IOTA_BELOW;
    }
    int first = Character.charCount(upper.codePointAt(0));
    return c == 'ŉ' ? upper : upper.substring(0, first) + lower(upper.substring(first));
  }

  static boolean isCased(int c) {
    return Character.isLowerCase(c) || Character.isUpperCase(c) || Character.isTitleCase(c);
  }

  static boolean isLower(String text) {
    return all(text, Character::isLowerCase);
  }

  static boolean isUpper(String text) {
    return all(text, Character::isUpperCase);
  }

  /** Whether every word begins in upper or title case and goes on in lower case. */
  static boolean isTitle(String text) {
    boolean inside = false;
    boolean found = false;
    for (int c : text.codePoints().toArray()) {
      boolean capital = Character.isUpperCase(c) || Character.isTitleCase(c);
      if (capital ? inside : Character.isLowerCase(c) && !inside) {
        return false;
      }
      inside = isCased(c);
      found |= inside;
    }
    return found;
  }

  /** Whether there is a cased character and all cased characters fit. */
  private static boolean all(String text, IntPredicate fits) {
    return text.codePoints().anyMatch(LetterCase::isCased)
        && text.codePoints().filter(LetterCase::isCased).allMatch(fits);
  }
}
