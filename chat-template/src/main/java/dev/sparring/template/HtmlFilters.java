package dev.sparring.template;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Filters for HTML and for addresses. */
final class HtmlFilters {
  private static final Pattern KEY = Pattern.compile("[\\s/>=]");
  private static final Pattern SCHEME =
      Pattern.compile("[\\w.+-]{2,}:(/){0,2}\n?", Pattern.UNICODE_CHARACTER_CLASS);
  private static final int LONGEST_SCHEME = 1000;

  static final Map<String, TemplateFilter> FILTERS =
      Map.of(
          "escape", HtmlFilters::escape,
          "e", HtmlFilters::escape,
          "forceescape", HtmlFilters::forceEscape,
          "safe", HtmlFilters::safe,
          "striptags", HtmlFilters::stripTags,
          "urlencode", HtmlFilters::urlEncode,
          "urlize", HtmlFilters::urlize,
          "xmlattr", HtmlFilters::xmlAttributes);

  private HtmlFilters() {}

  private static Object escape(RenderContext context, Object input, Arguments arguments) {
    arguments.bind();
    return Markup.escape(context, input);
  }

  private static Object forceEscape(RenderContext context, Object input, Arguments arguments) {
    arguments.bind();
    return new Markup(Markup.escapeText(context, PythonRepr.text(context, input)));
  }

  private static Object safe(RenderContext context, Object input, Arguments arguments) {
    arguments.bind();
    return new Markup(PythonRepr.text(context, input));
  }

  private static Object stripTags(RenderContext context, Object input, Arguments arguments) {
    arguments.bind();
    return Html.stripTags(PythonRepr.text(context, input));
  }

  /** The part of an address that a text makes, or the query that pairs make. */
  private static Object urlEncode(RenderContext context, Object input, Arguments arguments) {
    arguments.bind();
    if (Markup.isText(input) || !Iterables.isIterable(input)) {
      return quoted(context, input, false);
    }
    Object pairs = input instanceof Dict dict ? dict.items() : input;
    StringBuilder out = new StringBuilder();
    Iterator<Object> rest = Iterables.iterator(context, pairs);
    for (boolean first = true; rest.hasNext(); first = false) {
      List<Object> pair = Iterables.elements(context, rest.next());
      if (pair.size() != 2) {
        throw new TemplateRuntimeException(
            arguments.callee() + " needs pairs, got " + pair.size() + " values");
      }
      out.append(first ? "" : "&").append(quoted(context, pair.get(0), true));
      out.append('=').append(quoted(context, pair.get(1), true));
      context.budget().checkSize(out.length());
    }
    return out.toString();
  }

  private static String quoted(RenderContext context, Object value, boolean query) {
    String text = PythonRepr.text(context, value);
    context.budget().spendOnText(text.length());
    if (text.codePoints().anyMatch(c -> c >= 0xd800 && c < 0xe000)) {
      throw new TemplateRuntimeException("half of a surrogate pair has no form in an address");
    }
    StringBuilder out = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      int c = b & 0xff;
      boolean letter = c < 0x80 && (Character.isLetterOrDigit(c) || "_.-~".indexOf(c) >= 0);
      if (letter || (c == '/' && !query)) {
        out.append((char) c);
      } else {
        out.append(c == ' ' && query ? "+" : String.format(Locale.ROOT, "%%%02X", c));
      }
      context.budget().checkSize(out.length());
    }
    return out.toString();
  }

  private static Object xmlAttributes(RenderContext context, Object input, Arguments arguments) {
    Object space = arguments.bind("autospace").or("autospace", true);
    Undefined.refuse(input);
    if (!(input instanceof Dict dict)) {
      throw PythonTypes.wrongType(arguments.callee(), "a dict", input);
    }
    StringBuilder out = new StringBuilder();
    for (Object item : dict.items()) {
      Tuple entry = (Tuple) item;
      Object value = entry.get(1);
      if (value == null || value instanceof Undefined) {
        continue;
      }
      if (!Markup.isText(entry.get(0)) || KEY.matcher(Markup.text(entry.get(0))).find()) {
        throw new TemplateRuntimeException("a key of an attribute is no text, or not a valid one");
      }
      out.append(out.length() > 0 ? " " : "");
      out.append(Markup.escape(context, entry.get(0)).text()).append("=\"");
      out.append(Markup.escape(context, value).text()).append('"');
      context.budget().checkSize(out.length());
    }
    String text = PythonTypes.isTrue(space) && out.length() > 0 ? " " + out : out.toString();
    return Markup.when(context.autoescape(), text);
  }

  private static Object urlize(RenderContext context, Object input, Arguments arguments) {
    Arguments.Bound given =
        arguments.bind("trim_url_limit", "nofollow", "target", "rel", "extra_schemes");
    TreeSet<String> relations = new TreeSet<>(PythonText::compare);
    if (PythonTypes.isTrue(given.or("rel", null))) {
      relations.addAll(StringSplits.words(given.requiredText("rel")));
    }
    if (given.isTrue("nofollow")) {
      relations.add("nofollow");
    }
    relations.add("noopener");
    Object target = given.or("target", null);
    String attributes =
        " rel=\""
            + Markup.escapeText(context, String.join(" ", relations))
            + "\""
            + (PythonTypes.isTrue(target)
                ? " target=\"" + Markup.escape(context, target).text() + "\""
                : "");
    boolean limited = given.or("trim_url_limit", null) != null;
    long limit = limited ? Math.max(0, given.integer("trim_url_limit", 0)) : -1;
    List<String> schemes = schemes(context, given.or("extra_schemes", null));
    UrlLinks links = new UrlLinks(context, attributes, limit, schemes);
    String text = links.link(Markup.escape(context, input).text());
    return Markup.when(context.autoescape(), text);
  }

  private static List<String> schemes(RenderContext context, Object given) {
    List<String> schemes = new ArrayList<>();
    if (given == null) {
      return schemes;
    }
    for (Object scheme : Iterables.elements(context, given)) {
      boolean valid =
          Markup.isText(scheme)
              && Markup.text(scheme).length() <= LONGEST_SCHEME
              && SCHEME.matcher(Markup.text(scheme)).matches();
      if (!valid) {
        throw new TemplateRuntimeException("an extra scheme is not the beginning of an address");
      }
      schemes.add(Markup.text(scheme));
    }
    return schemes;
  }
}
