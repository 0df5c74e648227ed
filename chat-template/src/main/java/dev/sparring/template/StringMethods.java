package dev.sparring.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The methods of Python's {@code str}. */
final class StringMethods {
  @FunctionalInterface
  private interface Method {
    Object call(Run run, String self, Arguments arguments);
  }

  private static final Map<String, Method> METHODS =
      Map.ofEntries(
          plain("upper", Case::upper),
          plain("lower", Case::lower),
          plain("casefold", s -> Case.lower(Case.upper(s))),
          plain("swapcase", Case::swap),
          plain("title", PythonText::title),
          plain("capitalize", PythonText::capitalize),
          plain("isalpha", s -> StringTests.all(s, Character::isLetter)),
          plain("isalnum", s -> StringTests.all(s, Character::isLetterOrDigit)),
          plain("isdigit", s -> StringTests.all(s, Character::isDigit)),
          plain("isdecimal", s -> StringTests.all(s, Character::isDigit)),
          plain("isnumeric", s -> StringTests.all(s, StringTests::isNumeric)),
          plain("isspace", s -> StringTests.all(s, PythonText::isSpace)),
          plain("isascii", s -> s.chars().allMatch(c -> c < 0x80)),
          plain("isprintable", s -> s.codePoints().allMatch(Printer::isPrintable)),
          plain("islower", Case::isLower),
          plain("isupper", Case::isUpper),
          plain("istitle", Case::isTitle),
          Map.entry("strip", (run, s, a) -> PythonText.strip(s, characters(a))),
          Map.entry("lstrip", (run, s, a) -> PythonText.stripLeft(s, characters(a))),
          Map.entry("rstrip", (run, s, a) -> PythonText.stripRight(s, characters(a))),
          Map.entry("split", (run, s, a) -> Splits.split(s, a, false)),
          Map.entry("rsplit", (run, s, a) -> Splits.split(s, a, true)),
          Map.entry("splitlines", StringMethods::splitLines),
          Map.entry("partition", (run, s, a) -> Splits.partition(s, a, false)),
          Map.entry("rpartition", (run, s, a) -> Splits.partition(s, a, true)),
          Map.entry("startswith", (run, s, a) -> StringTests.affix(run, s, a, true)),
          Map.entry("endswith", (run, s, a) -> StringTests.affix(run, s, a, false)),
          Map.entry("removeprefix", (run, s, a) -> removePrefix(s, a)),
          Map.entry("removesuffix", (run, s, a) -> removeSuffix(s, a)),
          Map.entry("replace", StringMethods::replace),
          Map.entry("find", (run, s, a) -> StringTests.find(s, a, false)),
          Map.entry("rfind", (run, s, a) -> StringTests.find(s, a, true)),
          Map.entry("index", (run, s, a) -> StringTests.index(s, a, false)),
          Map.entry("rindex", (run, s, a) -> StringTests.index(s, a, true)),
          Map.entry("count", (run, s, a) -> StringTests.count(s, a)),
          Map.entry("join", StringMethods::join),
          Map.entry("center", (run, s, a) -> pad(run, s, a, FormatSpec.CENTER)),
          Map.entry("ljust", (run, s, a) -> pad(run, s, a, '<')),
          Map.entry("rjust", (run, s, a) -> pad(run, s, a, '>')),
          Map.entry("zfill", StringMethods::zeroFill),
          Map.entry("format", BraceFormat::format));

  private StringMethods() {}

  private static Map.Entry<String, Method> plain(
      String name, java.util.function.Function<String, Object> body) {
    return Map.entry(
        name,
        (run, self, arguments) -> {
          arguments.bind();
          return body.apply(self);
        });
  }

  /** The method, or {@code null} when there is none of that name. */
  static Invocable bound(String self, String name) {
    Method method = METHODS.get(name);
    return method == null
        ? null
        : new Invocable.Function(
            name,
            (run, arguments) -> {
              charge(run, self, arguments);
              return method.call(run, self, arguments);
            });
  }

  private static void charge(Run run, String self, Arguments arguments) {
    run.budget().spendOnText(self.length());
    arguments.positional().forEach(argument -> chargeSearch(run, self, argument));
    arguments.named().values().forEach(argument -> chargeSearch(run, self, argument));
  }

  private static void chargeSearch(Run run, String self, Object argument) {
    if (argument instanceof String text) {
      run.budget().spendOnSearch(self.length(), text.length());
    }
  }

  private static String characters(Arguments arguments) {
    return arguments.bind("chars").text("chars");
  }

  private static Object splitLines(Run run, String self, Arguments arguments) {
    boolean keepEnds = arguments.bind("keepends").isTrue("keepends");
    return new ArrayList<Object>(PythonText.lines(self, keepEnds));
  }

  private static String removePrefix(String self, Arguments arguments) {
    String prefix = arguments.bind("prefix").requiredText("prefix");
    return self.startsWith(prefix) ? self.substring(prefix.length()) : self;
  }

  private static String removeSuffix(String self, Arguments arguments) {
    String suffix = arguments.bind("suffix").requiredText("suffix");
    return self.endsWith(suffix) ? self.substring(0, self.length() - suffix.length()) : self;
  }

  private static String replace(Run run, String self, Arguments arguments) {
    Arguments.Bound given = arguments.bind("old", "new", "count");
    return replace(
        run,
        self,
        given.requiredText("old"),
        given.requiredText("new"),
        given.integer("count", -1));
  }

  /** Replaces the first {@code count} occurrences, all of them when it is negative. */
  static String replace(Run run, String self, String old, String fresh, long count) {
    StringBuilder out = new StringBuilder();
    int from = 0;
    int search = 0;
    for (long left = count; left != 0; left--) {
      int at = search > self.length() ? -1 : self.indexOf(old, search);
      if (at < 0) {
        break;
      }
      run.budget().checkSize((long) out.length() + fresh.length());
      out.append(self, from, at).append(fresh);
      from = at + old.length();
      // Between all characters, where the old text is empty.
      search =
          old.isEmpty() ? (at < self.length() ? self.offsetByCodePoints(at, 1) : at + 1) : from;
    }
    return out.append(self, from, self.length()).toString();
  }

  private static String join(Run run, String self, Arguments arguments) {
    List<Object> parts = Sequences.elements(run, arguments.bind("iterable").required("iterable"));
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < parts.size(); i++) {
      if (!(parts.get(i) instanceof String part)) {
        throw new Failure("join() needs texts, got " + Values.typeName(parts.get(i)));
      }
      out.append(i > 0 ? self : "").append(part);
      run.budget().checkSize(out.length());
    }
    return out.toString();
  }

  private static String pad(Run run, String self, Arguments arguments, char align) {
    Arguments.Bound given = arguments.bind("width", "fillchar");
    String fill = given.has("fillchar") ? given.requiredText("fillchar") : " ";
    given.required("width");
    return FormatSpec.pad(run, self, fill, align, given.integer("width", 0));
  }

  private static String zeroFill(Run run, String self, Arguments arguments) {
    Arguments.Bound given = arguments.bind("width");
    given.required("width");
    boolean signed = self.startsWith("-") || self.startsWith("+");
    String sign = signed ? self.substring(0, 1) : "";
    long width = given.integer("width", 0) - sign.length();
    return sign + FormatSpec.pad(run, self.substring(sign.length()), "0", '>', width);
  }
}
