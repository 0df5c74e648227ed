package dev.sparring.template;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Filters that make text. They take any value and look at what it prints. */
final class TextFilters {
  private static final Pattern WORD =
      Pattern.compile("[-\\s({\\[<]+|[^-\\s({\\[<]+", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern LETTERS = Pattern.compile("\\w+", Pattern.UNICODE_CHARACTER_CLASS);

  static final Map<String, Filter> FILTERS =
      Map.ofEntries(
          plain("upper", Case::upper),
          plain("lower", Case::lower),
          plain("title", TextFilters::title),
          plain("capitalize", PythonText::capitalize),
          plain("string", text -> text),
          plain("safe", text -> text),
          plain("e", TextFilters::escape),
          plain("escape", TextFilters::escape),
          plain("forceescape", TextFilters::escape),
          plain("wordcount", text -> LETTERS.matcher(text).results().count()),
          Map.entry("trim", TextFilters::trim),
          Map.entry("replace", TextFilters::replace),
          Map.entry("indent", TextFilters::indent),
          Map.entry("center", TextFilters::center),
          Map.entry("format", TextFilters::format),
          Map.entry("join", TextFilters::join));

  private TextFilters() {}

  private static Map.Entry<String, Filter> plain(
      String name, java.util.function.Function<String, Object> body) {
    return Map.entry(
        name,
        (run, input, arguments) -> {
          arguments.bind();
          return body.apply(Printer.text(run, input));
        });
  }

  /** Unlike the method of strings, this one knows words by the blanks and brackets around them. */
  private static String title(String text) {
    StringBuilder out = new StringBuilder();
    Matcher words = WORD.matcher(text);
    while (words.find()) {
      String word = words.group();
      int first = Character.charCount(word.codePointAt(0));
      out.append(Case.upper(word.substring(0, first))).append(Case.lower(word.substring(first)));
    }
    return out.toString();
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("'", "&#39;")
        .replace("\"", "&#34;");
  }

  private static Object trim(Run run, Object input, Arguments arguments) {
    String characters = arguments.bind("chars").text("chars");
    String text = Printer.text(run, input);
    run.budget().spendOnSearch(text.length(), characters == null ? 0 : characters.length());
    return PythonText.strip(text, characters);
  }

  private static Object replace(Run run, Object input, Arguments arguments) {
    Arguments.Bound given = arguments.bind("old", "new", "count");
    String text = Printer.text(run, input);
    String old = Printer.text(run, given.required("old"));
    String fresh = Printer.text(run, given.required("new"));
    run.budget().spendOnSearch(text.length(), old.length());
    long count = given.or("count", null) == null ? -1 : given.integer("count", -1);
    return StringMethods.replace(run, text, old, fresh, count);
  }

  private static Object indent(Run run, Object input, Arguments arguments) {
    Arguments.Bound given = arguments.bind("width", "first", "blank");
    Object width = given.or("width", 4L);
    String margin =
        width instanceof String text
            ? text
            : FormatSpec.pad(run, "", " ", '<', Numbers.integer(width, arguments.callee()));
    boolean blank = given.isTrue("blank");
    List<String> lines = PythonText.lines(Printer.text(run, input) + "\n", false);
    StringBuilder out = new StringBuilder(given.isTrue("first") ? margin : "");
    for (int i = 0; i < lines.size(); i++) {
      boolean shifted = i > 0 && (blank || !lines.get(i).isEmpty());
      out.append(i > 0 ? "\n" : "").append(shifted ? margin : "").append(lines.get(i));
      run.budget().checkSize(out.length());
    }
    return out.toString();
  }

  private static Object center(Run run, Object input, Arguments arguments) {
    long width = arguments.bind("width").integer("width", 80);
    return FormatSpec.pad(run, Printer.text(run, input), " ", FormatSpec.CENTER, width);
  }

  private static Object format(Run run, Object input, Arguments arguments) {
    boolean named = !arguments.named().isEmpty();
    if (named && !arguments.positional().isEmpty()) {
      throw new Failure("the filter 'format' takes positional or named arguments, not both");
    }
    Object values = named ? arguments.named() : new Tuple(arguments.positional());
    return PercentFormat.format(run, Printer.text(run, input), values);
  }

  private static Object join(Run run, Object input, Arguments arguments) {
    Arguments.Bound given = arguments.bind("d", "attribute");
    String separator = Printer.text(run, given.or("d", ""));
    Object attribute = given.or("attribute", null);
    StringBuilder out = new StringBuilder();
    List<Object> parts = Sequences.elements(run, input);
    for (int i = 0; i < parts.size(); i++) {
      Object part =
          attribute == null ? parts.get(i) : Sequences.follow(run, parts.get(i), attribute);
      out.append(i > 0 ? separator : "").append(Printer.text(run, part));
      run.budget().checkSize(out.length());
    }
    return out.toString();
  }
}
