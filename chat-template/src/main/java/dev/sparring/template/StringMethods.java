package dev.sparring.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The methods of Python's {@code str}, and those that escaped texts have besides. */
final class StringMethods {
  @FunctionalInterface
  private interface Method {
    Object call(RenderContext context, String self, Arguments arguments);
  }

  private static final Map<String, Method> METHODS =
      Map.ofEntries(
          plain("upper", LetterCase::upper),
          plain("lower", LetterCase::lower),
          plain("casefold", LetterCase::fold),
          plain("swapcase", LetterCase::swap),
          plain("title", LetterCase::title),
          plain("capitalize", LetterCase::capitalize),
          plain("isalpha", s -> CharacterClasses.all(s, Character::isLetter)),
          plain("isalnum", s -> CharacterClasses.all(s, CharacterClasses::isAlphanumeric)),
          plain("isdigit", s -> CharacterClasses.all(s, CharacterClasses::isDigit)),
          plain("isdecimal", s -> CharacterClasses.all(s, CharacterClasses::isDecimal)),
          plain("isnumeric", s -> CharacterClasses.all(s, CharacterClasses::isNumeric)),
          plain("isspace", s -> CharacterClasses.all(s, PythonText::isSpace)),
          plain("isascii", s -> s.chars().allMatch(c -> c < 0x80)),
          plain("isprintable", s -> s.codePoints().allMatch(CharacterClasses::isPrintable)),
          plain("isidentifier", CharacterClasses::isIdentifier),
          plain("islower", LetterCase::isLower),
          plain("isupper", LetterCase::isUpper),
          plain("istitle", LetterCase::isTitle),
          Map.entry("strip", (c, s, a) -> PythonText.strip(s, characters(a))),
          Map.entry("lstrip", (c, s, a) -> PythonText.stripLeft(s, characters(a))),
          Map.entry("rstrip", (c, s, a) -> PythonText.stripRight(s, characters(a))),
          Map.entry("split", (c, s, a) -> StringSplits.split(s, a, false)),
          Map.entry("rsplit", (c, s, a) -> StringSplits.split(s, a, true)),
          Map.entry("splitlines", (c, s, a) -> StringSplits.lines(s, a)),
          Map.entry("partition", (c, s, a) -> StringSplits.partition(s, a, false)),
          Map.entry("rpartition", (c, s, a) -> StringSplits.partition(s, a, true)),
          Map.entry("startswith", (c, s, a) -> StringSearch.affix(c, s, a, true)),
          Map.entry("endswith", (c, s, a) -> StringSearch.affix(c, s, a, false)),
          Map.entry("removeprefix", (c, s, a) -> StringSplits.removePrefix(s, a)),
          Map.entry("removesuffix", (c, s, a) -> StringSplits.removeSuffix(s, a)),
          Map.entry("replace", StringChanges::replace),
          Map.entry("find", (c, s, a) -> StringSearch.find(s, a, false)),
          Map.entry("rfind", (c, s, a) -> StringSearch.find(s, a, true)),
          Map.entry("index", (c, s, a) -> StringSearch.index(s, a, false)),
          Map.entry("rindex", (c, s, a) -> StringSearch.index(s, a, true)),
          Map.entry("count", (c, s, a) -> StringSearch.count(s, a)),
          Map.entry("join", StringChanges::join),
          Map.entry("center", (c, s, a) -> StringChanges.pad(c, s, a, StringChanges.CENTER)),
          Map.entry("ljust", (c, s, a) -> StringChanges.pad(c, s, a, '<')),
          Map.entry("rjust", (c, s, a) -> StringChanges.pad(c, s, a, '>')),
          Map.entry("zfill", StringChanges::zeroFill),
          Map.entry("expandtabs", StringChanges::expandTabs),
          Map.entry("translate", StringChanges::translate),
          Map.entry("maketrans", (c, s, a) -> StringChanges.makeTable(c, a)));

  /** Methods whose result is a text that is as escaped as the text they are called on. */
  private static final Set<String> KEEP_ESCAPED =
      Set.of(
          "upper",
          "lower",
          "casefold",
          "swapcase",
          "title",
          "capitalize",
          "strip",
          "lstrip",
          "rstrip",
          "split",
          "rsplit",
          "splitlines",
          "partition",
          "rpartition",
          "removeprefix",
          "removesuffix",
          "replace",
          "join",
          "center",
          "ljust",
          "rjust",
          "zfill",
          "expandtabs",
          "translate");

  /** Methods that take texts into an escaped text, which they escape first. */
  private static final Map<String, Integer> ESCAPED_FROM =
      Map.of("replace", 1, "center", 1, "ljust", 1, "rjust", 1);

  private StringMethods() {}

  private static Map.Entry<String, Method> plain(String name, Function<String, Object> body) {
    return Map.entry(
        name,
        (context, self, arguments) -> {
          arguments.bind();
          return body.apply(self);
        });
  }

  /** Whether escaped texts have a method of their own by this name. */
  static boolean isOfMarkup(String name) {
    return KEEP_ESCAPED.contains(name) || Html.METHODS.contains(name);
  }

  /** The method of a text, or {@code null} when there is none of that name. */
  static TemplateFunction bound(Object self, String name) {
    if (name.equals("format") || name.equals("format_map")) {
      return TemplateFunction.of(
          name, (context, arguments) -> BraceFormat.format(context, self, name, arguments));
    }
    if (self instanceof Markup markup && Html.METHODS.contains(name)) {
      return Html.method(markup, name);
    }
    Method method = METHODS.get(name);
    return method == null
        ? null
        : TemplateFunction.ofText(
            self, name, (context, arguments) -> call(context, method, self, name, arguments));
  }

  private static Object call(
      RenderContext context, Method method, Object self, String name, Arguments arguments) {
    String text = Markup.text(self);
    charge(context, text, arguments);
    if (!(self instanceof Markup)) {
      return method.call(context, text, arguments);
    }
    Object result = method.call(context, text, escaped(context, name, arguments));
    return KEEP_ESCAPED.contains(name) ? escapedAgain(result) : result;
  }

  private static void charge(RenderContext context, String self, Arguments arguments) {
    context.budget().spendOnText(self.length());
    arguments.positional().forEach(argument -> chargeSearch(context, self, argument));
    arguments.named().values().forEach(argument -> chargeSearch(context, self, argument));
  }

  private static void chargeSearch(RenderContext context, String self, Object argument) {
    if (Markup.isText(argument)) {
      context.budget().spendOnSearch(self.length(), Markup.text(argument).length());
    }
  }

  private static Arguments escaped(RenderContext context, String name, Arguments arguments) {
    List<Object> values = new ArrayList<>(arguments.positional());
    if (name.equals("join") && values.size() == 1) {
      List<Object> parts = new ArrayList<>();
      Iterables.list(context, values.get(0))
          .forEach(part -> parts.add(Markup.escape(context, part).text()));
      values.set(0, parts);
    }
    int from = ESCAPED_FROM.getOrDefault(name, values.size());
    for (int i = from; i < Math.min(values.size(), from + 1); i++) {
      values.set(i, Markup.escape(context, values.get(i)).text());
    }
    return new Arguments(arguments.callee(), values, arguments.named());
  }

  private static Object escapedAgain(Object result) {
    if (result instanceof String text) {
      return new Markup(text);
    }
    List<Object> parts = new ArrayList<>();
    ((List<?>) result).forEach(part -> parts.add(new Markup((String) part)));
    return result instanceof Tuple ? new Tuple(parts) : parts;
  }

  private static String characters(Arguments arguments) {
    return arguments.bindPositional("chars").text("chars");
  }
}
