package dev.sparring.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The methods of {@code str} that cut a text into pieces. */
final class StringSplits {
  private StringSplits() {}

  /** {@code split}, or {@code rsplit} when the cuts are counted from the end. */
  static List<Object> split(String self, Arguments arguments, boolean fromEnd) {
    Arguments.Bound given = arguments.bind("sep", "maxsplit");
    String separator = given.text("sep");
    long cuts = given.integer("maxsplit", -1);
    if (separator != null && separator.isEmpty()) {
      throw new TemplateRuntimeException(
          arguments.callee() + " needs a separator that is not empty");
    }
    long most = cuts < 0 ? Long.MAX_VALUE : cuts;
    if (separator == null) {
      return fromEnd ? blanksFromEnd(self, most) : blanks(self, most);
    }
    return fromEnd ? fromEnd(self, separator, most) : fromStart(self, separator, most);
  }

  private static List<Object> fromStart(String self, String separator, long most) {
    List<Object> pieces = new ArrayList<>();
    int start = 0;
    int at = self.indexOf(separator);
    while (at >= 0 && pieces.size() < most) {
      pieces.add(self.substring(start, at));
      start = at + separator.length();
      at = self.indexOf(separator, start);
    }
    pieces.add(self.substring(start));
    return pieces;
  }

  private static List<Object> fromEnd(String self, String separator, long most) {
    List<Object> pieces = new ArrayList<>();
    int end = self.length();
    int at = self.lastIndexOf(separator);
    while (at >= 0 && pieces.size() < most) {
      pieces.add(self.substring(at + separator.length(), end));
      end = at;
      at = end < separator.length() ? -1 : self.lastIndexOf(separator, end - separator.length());
    }
    pieces.add(self.substring(0, end));
    Collections.reverse(pieces);
    return pieces;
  }

  /** Cuts at runs of white space; none at the ends yields an empty piece. */
  private static List<Object> blanks(String self, long most) {
    List<Object> pieces = new ArrayList<>();
    int at = afterBlanks(self, 0);
    while (at < self.length() && pieces.size() < most) {
      int end = at;
      while (end < self.length() && !PythonText.isSpace(self.charAt(end))) {
        end++;
      }
      pieces.add(self.substring(at, end));
      at = afterBlanks(self, end);
    }
    if (at < self.length()) {
      pieces.add(self.substring(at));
    }
    return pieces;
  }

  private static int afterBlanks(String self, int from) {
    int at = from;
    while (at < self.length() && PythonText.isSpace(self.charAt(at))) {
      at++;
    }
    return at;
  }

  private static List<Object> blanksFromEnd(String self, long most) {
    List<Object> pieces = new ArrayList<>();
    int at = beforeBlanks(self, self.length());
    while (at > 0 && pieces.size() < most) {
      int start = at;
      while (start > 0 && !PythonText.isSpace(self.charAt(start - 1))) {
        start--;
      }
      pieces.add(self.substring(start, at));
      at = beforeBlanks(self, start);
    }
    if (at > 0) {
      pieces.add(self.substring(0, at));
    }
    Collections.reverse(pieces);
    return pieces;
  }

  private static int beforeBlanks(String self, int from) {
    int at = from;
    while (at > 0 && PythonText.isSpace(self.charAt(at - 1))) {
      at--;
    }
    return at;
  }

  /** What is between white space. */
  static List<String> words(String text) {
    return blanks(text, Long.MAX_VALUE).stream().map(String.class::cast).toList();
  }

  static List<Object> lines(String self, Arguments arguments) {
    boolean keepEnds = arguments.bind("keepends").isTrue("keepends");
    return new ArrayList<>(PythonText.lines(self, keepEnds));
  }

  static String removePrefix(String self, Arguments arguments) {
    String prefix = arguments.bindPositional("prefix").requiredText("prefix");
    return self.startsWith(prefix) ? self.substring(prefix.length()) : self;
  }

  static String removeSuffix(String self, Arguments arguments) {
    String suffix = arguments.bindPositional("suffix").requiredText("suffix");
    return self.endsWith(suffix) ? self.substring(0, self.length() - suffix.length()) : self;
  }

  /** What comes before the separator, the separator, and what comes behind it. */
  static Tuple partition(String self, Arguments arguments, boolean last) {
    String separator = arguments.bindPositional("sep").requiredText("sep");
    if (separator.isEmpty()) {
      throw new TemplateRuntimeException(
          arguments.callee() + " needs a separator that is not empty");
    }
    int at = last ? self.lastIndexOf(separator) : self.indexOf(separator);
    if (at < 0) {
      return new Tuple(last ? List.of("", "", self) : List.of(self, "", ""));
    }
    return new Tuple(
        List.of(self.substring(0, at), separator, self.substring(at + separator.length())));
  }
}
