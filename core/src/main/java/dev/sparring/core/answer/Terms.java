package dev.sparring.core.answer;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells what stands on one side of an equality sign, in plain text. */
final class Terms {
  private static final Pattern NAME =
      Pattern.compile("([A-Za-z](?:_[A-Za-z0-9]++|[0-9]++|_\\([A-Za-z0-9]++\\))?+) *+[.,?]?+");
  private static final Pattern CONNECTIVES =
      Pattern.compile(
          "(?i)^(?:(?:so|then|therefore|thus|hence|now|and|but|finally|which|where|that)"
              + "(?![\\p{L}0-9'-])[, ]*+)++");

  // L is a letter.
  private static final Pattern READABLE = pattern("(?:L|[0-9\\s+*/^().,:%!?'\"_\u221A\u2026-])++");
  private static final Pattern SIGN = pattern("[0-9+*/^(%!:_\u221A\u2026]|(?<!L)-|-(?!L)");
  private static final Pattern ATTACHED = pattern("[0-9)]L|L[0-9(_]");
  private static final Pattern OPERATED =
      pattern("L *+[+*/^]|[+*/^\u221A] *+L|L ++-|L-[0-9(]|(?<!L)- *+L");
  private static final Pattern LETTER = pattern("L");
  private static final Pattern DIGIT = Pattern.compile("[0-9]");

  private Terms() {}

  private static Pattern pattern(String withLetters) {
    return Pattern.compile(withLetters.replace("L", Words.LETTER));
  }

  /**
   * The side as a term.
   *
   * @param variables letters that are no articles
   */
  static Term of(String side, Set<String> variables) {
    String text = bare(side);
    if (text.isEmpty()) {
      return new Term.Nothing();
    }
    Optional<Rational> value = Quantity.of(text);
    if (value.isPresent()) {
      return new Term.Value(value.get());
    }
    Matcher name = NAME.matcher(text);
    if (name.matches()) {
      return new Term.Name(name.group(1));
    }
    return READABLE.matcher(text).matches() ? readable(text, variables) : new Term.Unreadable();
  }

  /** Without white space, words that lead from one clause to the next, and quotation marks. */
  private static String bare(String side) {
    String text = CONNECTIVES.matcher(side.strip()).replaceFirst("").strip();
    boolean quoted =
        text.length() > 1
            && (text.charAt(0) == '"' || text.charAt(0) == '\'')
            && text.charAt(text.length() - 1) == text.charAt(0);
    return quoted ? text.substring(1, text.length() - 1).strip() : text;
  }

  private static Term readable(String text, Set<String> variables) {
    Set<String> letters = Words.variables(text, variables);
    boolean sign = SIGN.matcher(text).find();
    if (!letters.isEmpty() && !sign) {
      return Words.onlyName(text) ? new Term.Label(letters, false, true) : new Term.Unreadable();
    } else if (!letters.isEmpty()
        || ATTACHED.matcher(text).find()
        || OPERATED.matcher(text).find()) {
      return new Term.Formula();
    }
    boolean numbers = DIGIT.matcher(text).find();
    if (LETTER.matcher(text).find()) {
      return new Term.Label(Set.of(), numbers, !sign && Words.onlyName(text));
    }
    return numbers ? new Term.Work() : new Term.Unreadable();
  }
}
