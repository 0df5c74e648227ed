package dev.sparring.template;

import java.util.Iterator;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;

/** Filters that make a text, or a number, of the characters of a text. */
final class TextFilters {
  static final Map<String, TemplateFilter> FILTERS =
      Map.ofEntries(
          plain("upper", LetterCase::upper),
          plain("lower", LetterCase::lower),
          plain("capitalize", LetterCase::capitalize),
          Map.entry("title", TextFilters::title),
          Map.entry("string", TextFilters::string),
          Map.entry("trim", TextFilters::trim),
          Map.entry("replace", TextFilters::replace),
          Map.entry("format", TextFilters::format),
          Map.entry("join", TextFilters::join),
          Map.entry("wordcount", TextFilters::wordCount));

  private TextFilters() {}

  private static Map.Entry<String, TemplateFilter> plain(
      String name, UnaryOperator<String> change) {
    return Map.entry(
        name,
        (context, input, arguments) -> {
          arguments.bind();
          return Markup.like(input, change.apply(PythonRepr.text(context, input)));
        });
  }

  /** The value as a text; an escaped one stays escaped. */
  static Object softText(RenderContext context, Object value) {
    return Markup.isText(value) ? value : PythonRepr.text(context, value);
  }

  private static Object string(RenderContext context, Object input, Arguments arguments) {
    arguments.bind();
    return softText(context, input);
  }

  /** Words begin behind blanks, hyphens and opening brackets. */
  private static Object title(RenderContext context, Object input, Arguments arguments) {
    arguments.bind();
    IntPredicate separates = c -> "-({[<".indexOf(c) >= 0 || PythonText.isSpace(c);
    String text = PythonRepr.text(context, input);
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      boolean separator = separates.test(text.codePointAt(at));
      int end = at;
      while (end < text.length() && separates.test(text.codePointAt(end)) == separator) {
        end += Character.charCount(text.codePointAt(end));
      }
      int rest = at + Character.charCount(text.codePointAt(at));
      out.append(LetterCase.upper(text.substring(at, rest)));
      out.append(LetterCase.lower(text.substring(rest, end)));
      at = end;
    }
    return out.toString();
  }

  private static Object trim(RenderContext context, Object input, Arguments arguments) {
    String characters = arguments.bind("chars").text("chars");
    String text = PythonRepr.text(context, input);
    if (characters != null) {
      context.budget().spendOnSearch(text.length(), characters.length());
    }
    return Markup.like(input, PythonText.strip(text, characters));
  }

  private static Object replace(RenderContext context, Object input, Arguments arguments) {
    Arguments.Bound given = arguments.bind("old", "new", "count");
    Object old = given.required("old");
    Object fresh = given.required("new");
    long count = given.or("count", null) == null ? -1 : given.integer("count", -1);
    boolean marked = old instanceof Markup || fresh instanceof Markup;
    Object text = context.autoescape() ? softText(context, input) : PythonRepr.text(context, input);
    if (context.autoescape() && (old instanceof Markup || (marked && !(input instanceof Markup)))) {
      text = Markup.escape(context, input);
    }
    String wanted = PythonRepr.text(context, old);
    String shown =
        text instanceof Markup
            ? Markup.escape(context, fresh).text()
            : PythonRepr.text(context, fresh);
    String whole = Markup.text(text);
    context.budget().spendOnSearch(whole.length(), wanted.length());
    return Markup.like(text, StringChanges.replace(context, whole, wanted, shown, count));
  }

  private static Object format(RenderContext context, Object input, Arguments arguments) {
    boolean named = !arguments.named().isEmpty();
    if (named && !arguments.positional().isEmpty()) {
      throw new TemplateRuntimeException(
          "the filter 'format' takes positional or named arguments, not both");
    }
    Object values = named ? Dict.of(arguments.named()) : new Tuple(arguments.positional());
    return PercentFormat.format(context, softText(context, input), values);
  }

  private static Object join(RenderContext context, Object input, Arguments arguments) {
    Arguments.Bound given = arguments.bind("d", "attribute");
    Object separator = given.or("d", "");
    AttributePath path = AttributePath.of(context, given.or("attribute", null));
    Iterator<Object> parts = Iterables.iterator(context, input);
    if (context.autoescape()) {
      return joinEscaped(context, separator, path, parts);
    }
    StringBuilder out = new StringBuilder();
    String between = PythonRepr.text(context, separator);
    for (boolean first = true; parts.hasNext(); first = false) {
      context.budget().spend(1);
      String part = PythonRepr.text(context, path.follow(context, parts.next()));
      out.append(first ? "" : between).append(part);
      context.budget().checkSize(out.length());
    }
    return out.toString();
  }

  /** One escaped text among the parts, or between them, makes the others escape, too. */
  private static Object joinEscaped(
      RenderContext context, Object separator, AttributePath path, Iterator<Object> parts) {
    java.util.List<Object> all = new java.util.ArrayList<>();
    boolean escaping = separator instanceof Markup;
    while (parts.hasNext()) {
      context.budget().spend(1);
      Object part = path.follow(context, parts.next());
      escaping |= part instanceof Markup;
      all.add(softText(context, part));
      context.budget().checkElements(all.size());
    }
    if (!escaping) {
      return StringChanges.join(context, PythonRepr.text(context, separator), all.iterator());
    }
    all.replaceAll(part -> Markup.escape(context, part));
    String between = Markup.escape(context, separator).text();
    return new Markup(StringChanges.join(context, between, all.iterator()));
  }

  private static Object wordCount(RenderContext context, Object input, Arguments arguments) {
    arguments.bind();
    long count = 0;
    boolean inside = false;
    for (int c : PythonRepr.text(context, input).codePoints().toArray()) {
      boolean word = CharacterClasses.isWord(c);
      count += word && !inside ? 1 : 0;
      inside = word;
    }
    return count;
  }
}
