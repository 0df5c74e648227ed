package dev.sparring.template;

import java.util.Locale;
import java.util.function.IntPredicate;

/** Upper and lower case, independent of the machine's language. */
final class Case {
  private Case() {}

  static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }

  static String swap(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .mapToObj(Character::toString)
        .forEach(c -> out.append(isLower(c) ? upper(c) : lower(c)));
    return out.toString();
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

  static boolean isTitle(String text) {
    return text.codePoints().anyMatch(Case::isCased) && text.equals(PythonText.title(text));
  }

  /** Whether there is a cased character and all cased characters fit. */
  private static boolean all(String text, IntPredicate fits) {
    return text.codePoints().anyMatch(Case::isCased)
        && text.codePoints().filter(Case::isCased).allMatch(fits);
  }
}
