package dev.sparring.template;

import java.util.List;
import java.util.function.IntPredicate;

/** Looking for something in a text, and asking what it consists of. */
final class StringTests {
  private StringTests() {}

  /** Whether there are characters and all of them fit. */
  static boolean all(String text, IntPredicate fits) {
    return !text.isEmpty() && text.codePoints().allMatch(fits);
  }

  static boolean isNumeric(int c) {
    int type = Character.getType(c);
    return type == Character.DECIMAL_DIGIT_NUMBER
        || type == Character.LETTER_NUMBER
        || type == Character.OTHER_NUMBER;
  }

  /**
   * {@code startswith} and {@code endswith}, of one text or any of a tuple, in part of the text.
   */
  static boolean affix(Run run, String self, Arguments arguments, boolean start) {
    Arguments.Bound given = arguments.bind("affix", "start", "end");
    Object affix = given.required("affix");
    List<?> wanted = affix instanceof Tuple tuple ? tuple : List.of(given.requiredText("affix"));
    String part = part(self, given);
    for (Object item : wanted) {
      if (!(item instanceof String text)) {
        throw new Failure(arguments.callee() + " needs texts, got " + Values.typeName(item));
      }
      run.budget().spendOnText(text.length());
      if (start ? part.startsWith(text) : part.endsWith(text)) {
        return true;
      }
    }
    return false;
  }

  private static String part(String self, Arguments.Bound given) {
    if (!given.has("start")) {
      return self;
    }
    int length = PythonText.length(self);
    int from = bound(given, "start", 0, length);
    return PythonText.between(self, from, Math.max(from, bound(given, "end", length, length)));
  }

  private static int bound(Arguments.Bound given, String name, int fallback, int length) {
    if (given.or(name, null) == null) {
      return fallback;
    }
    long index = given.integer(name, fallback);
    return (int) Math.max(0, Math.min(length, index < 0 ? index + length : index));
  }

  /** The index of the first or last occurrence, -1 when there is none. */
  static long find(String self, Arguments arguments, boolean last) {
    Arguments.Bound given = arguments.bind("sub", "start", "end");
    String wanted = given.requiredText("sub");
    String part = part(self, given);
    int at = last ? part.lastIndexOf(wanted) : part.indexOf(wanted);
    int skipped = given.has("start") ? bound(given, "start", 0, PythonText.length(self)) : 0;
    return at < 0 ? -1 : skipped + part.codePointCount(0, at);
  }

  static long index(String self, Arguments arguments, boolean last) {
    long at = find(self, arguments, last);
    if (at < 0) {
      throw new Failure(arguments.callee() + " does not find the text");
    }
    return at;
  }

  static long count(String self, Arguments arguments) {
    Arguments.Bound given = arguments.bind("sub", "start", "end");
    String wanted = given.requiredText("sub");
    String part = part(self, given);
    if (wanted.isEmpty()) {
      return PythonText.length(part) + 1L;
    }
    long count = 0;
    for (int at = part.indexOf(wanted); at >= 0; at = part.indexOf(wanted, at + wanted.length())) {
      count++;
    }
    return count;
  }
}
