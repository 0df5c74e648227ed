package dev.sparring.template;

import java.util.List;
import java.util.Map;

/** Filters that lay text out: in lines, in columns, up to a length. */
final class LayoutFilters {
  private static final String NEW_LINE = "\n";
  private static final long LEEWAY = 5;

  static final Map<String, TemplateFilter> FILTERS =
      Map.of(
          "center", LayoutFilters::center,
          "indent", LayoutFilters::indent,
          "truncate", LayoutFilters::truncate,
          "wordwrap", LayoutFilters::wordWrap,
          "pprint", LayoutFilters::prettyPrint);

  private LayoutFilters() {}

  private static Object center(RenderContext context, Object input, Arguments arguments) {
    long width = arguments.bind("width").integer("width", 80);
    String text = PythonRepr.text(context, input);
    return Markup.like(input, StringChanges.pad(context, text, " ", StringChanges.CENTER, width));
  }

  private static Object indent(RenderContext context, Object input, Arguments arguments) {
    Arguments.Bound given = arguments.bind("width", "first", "blank");
    Object width = given.or("width", 4L);
    Object blanks = Markup.isText(width) ? width : Operators.apply(context, "*", " ", width);
    if (!Markup.isText(input)) {
      Undefined.refuse(input);
      throw PythonTypes.wrongType(arguments.callee(), "a str", input);
    }
    String indention = Markup.text(blanks);
    StringBuilder out = new StringBuilder(given.isTrue("first") ? indention : "");
    List<String> lines = PythonText.lines(Markup.text(input) + NEW_LINE, false);
    for (int i = 0; i < lines.size(); i++) {
      boolean indented = i > 0 && (given.isTrue("blank") || !lines.get(i).isEmpty());
      out.append(i > 0 ? NEW_LINE : "").append(indented ? indention : "").append(lines.get(i));
      context.budget().checkSize(out.length());
    }
    return Markup.like(input, out.toString());
  }

  private static Object truncate(RenderContext context, Object input, Arguments arguments) {
    Arguments.Bound given = arguments.bind("length", "killwords", "end", "leeway");
    Object length = given.or("length", 255L);
    Object end = given.or("end", "...");
    Object leeway = given.or("leeway", null) == null ? (Object) LEEWAY : given.or("leeway", null);
    Object ending = Iterables.length(end);
    boolean sensible =
        Comparisons.holds(context, ">=", length, ending)
            && Comparisons.holds(context, ">=", leeway, 0L);
    if (!sensible) {
      throw new TemplateRuntimeException(
          arguments.callee() + " needs a length that its ending fits into, and no negative leeway");
    }
    Object most = Operators.apply(context, "+", length, leeway);
    if (Comparisons.holds(context, "<=", Iterables.length(input), most)) {
      return input;
    }
    Object cut = Operators.apply(context, "-", length, ending);
    Object start = Slices.slice(context, input, null, cut, null, false);
    if (!given.isTrue("killwords")) {
      if (!Markup.isText(start)) {
        throw PythonTypes.wrongType(arguments.callee(), "a str", input);
      }
      int blank = Markup.text(start).lastIndexOf(' ');
      start = blank < 0 ? start : Markup.like(start, Markup.text(start).substring(0, blank));
    }
    return Operators.apply(context, "+", start, end);
  }

  private static Object wordWrap(RenderContext context, Object input, Arguments arguments) {
    Arguments.Bound given =
        arguments.bind("width", "break_long_words", "wrapstring", "break_on_hyphens");
    Undefined.refuse(input);
    if (!Markup.isText(input)) {
      throw PythonTypes.wrongType(arguments.callee(), "a str", input);
    }
    Object hyphens = given.or("break_on_hyphens", true);
    Object between = given.or("wrapstring", null);
    String separator = between == null ? NEW_LINE : given.requiredText("wrapstring");
    List<String> paragraphs = PythonText.lines(Markup.text(input), false);
    if (paragraphs.isEmpty()) {
      return Markup.like(between, "");
    }
    TextWrapper wrapper =
        new TextWrapper(
            given.integer("width", 79),
            PythonTypes.isTrue(given.or("break_long_words", true)),
            Boolean.TRUE.equals(hyphens),
            PythonTypes.isTrue(hyphens));
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < paragraphs.size(); i++) {
      List<String> lines = wrapper.wrap(paragraphs.get(i));
      out.append(i > 0 ? separator : "");
      for (int j = 0; j < lines.size(); j++) {
        String line = lines.get(j);
        out.append(j > 0 ? separator : "");
        out.append(between instanceof Markup ? Markup.escapeText(context, line) : line);
        context.budget().checkSize(out.length());
      }
    }
    return Markup.like(between, out.toString());
  }

  private static Object prettyPrint(RenderContext context, Object input, Arguments arguments) {
    arguments.bind();
    return PrettyPrinter.format(context, input);
  }
}
