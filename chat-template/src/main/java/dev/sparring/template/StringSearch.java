package dev.sparring.template;

import java.util.List;

/** The methods of {@code str} that look for a text in another. */
final class StringSearch {
  private StringSearch() {}

  /**
   * {@code startswith} and {@code endswith}, of one text or any of a tuple, in part of the text.
   */
  static boolean affix(RenderContext context, String self, Arguments arguments, boolean start) {
    Arguments.Bound given = arguments.bindPositional("affix", "start", "end");
    Object affix = given.required("affix");
    List<?> wanted = affix instanceof Tuple tuple ? tuple : List.of(given.requiredText("affix"));
    Part part = Part.of(self, given);
    for (Object item : wanted) {
      if (!Markup.isText(item)) {
        throw PythonTypes.wrongType(arguments.callee(), "texts", item);
      }
      String text = Markup.text(item);
      context.budget().spendOnText(text.length());
      if (part.exists() && (start ? part.text.startsWith(text) : part.text.endsWith(text))) {
        return true;
      }
    }
    return false;
  }

  /** The index of the first or last occurrence, -1 when there is none. */
  static long find(String self, Arguments arguments, boolean last) {
    Arguments.Bound given = arguments.bindPositional("sub", "start", "end");
    String wanted = given.requiredText("sub");
    Part part = Part.of(self, given);
    if (!part.exists()) {
      return -1;
    }
    int at = last ? part.text.lastIndexOf(wanted) : part.text.indexOf(wanted);
    return at < 0 ? -1 : part.from + part.text.codePointCount(0, at);
  }

  static long index(String self, Arguments arguments, boolean last) {
    long at = find(self, arguments, last);
    if (at < 0) {
      throw new TemplateRuntimeException(arguments.callee() + " does not find the text");
    }
    return at;
  }

  static long count(String self, Arguments arguments) {
    Arguments.Bound given = arguments.bindPositional("sub", "start", "end");
    String wanted = given.requiredText("sub");
    Part part = Part.of(self, given);
    if (!part.exists()) {
      return 0;
    }
    if (wanted.isEmpty()) {
      return PythonText.length(part.text) + 1L;
    }
    long count = 0;
    int at = part.text.indexOf(wanted);
    while (at >= 0) {
      count++;
      at = part.text.indexOf(wanted, at + wanted.length());
    }
    return count;
  }

  /**
   * The part of a text between two indices, which both may be left out. A part that begins behind
   * its end does not even contain the empty text.
   */
  private record Part(int from, String text) {
    static Part of(String self, Arguments.Bound given) {
      int length = PythonText.length(self);
      int from = bound(given, "start", 0, length, true);
      int to = bound(given, "end", length, length, false);
      return from > to ? new Part(from, null) : new Part(from, PythonText.between(self, from, to));
    }

    boolean exists() {
      return text != null;
    }

    private static int bound(
        Arguments.Bound given, String name, int fallback, int length, boolean beyond) {
      Object value = given.or(name, null);
      if (value == null) {
        return fallback;
      }
      if (!Numbers.isInteger(value)) {
        throw PythonTypes.wrongType(given.callee(), "an int", value);
      }
      long index = Numbers.clamped(value);
      long counted = Math.max(0, index < 0 ? index + length : index);
      return (int) Math.min(beyond ? length + 1L : length, counted);
    }
  }
}
