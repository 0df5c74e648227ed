package dev.sparring.template;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code 'a {} {name:>5}'.format(…)}, as Jinja's sandbox runs it. */
final class BraceFormat {
  /** A specification may have fields too, and those no further ones. */
  private static final int DEEPEST = 2;

  private final RenderContext context;
  private final boolean escaping;
  private final List<Object> positional;
  private final Map<String, Object> named;
  private int automatic;
  private boolean manual;

  private BraceFormat(
      RenderContext context, boolean escaping, List<Object> positional, Map<String, Object> named) {
    this.context = context;
    this.escaping = escaping;
    this.positional = positional;
    this.named = named;
  }

  /** {@code format} or {@code format_map} of {@code self}. */
  static Object format(RenderContext context, Object self, String method, Arguments arguments) {
    boolean map = method.equals("format_map");
    BraceFormat format =
        new BraceFormat(
            context,
            self instanceof Markup,
            map ? List.of() : arguments.positional(),
            map
                ? names(arguments.bindPositional("mapping").required("mapping"))
                : arguments.named());
    context.read(self);
    return Markup.like(self, format.fill(Markup.text(self), DEEPEST));
  }

  private static Map<String, Object> names(Object mapping) {
    Undefined.refuse(mapping);
    if (!(mapping instanceof Dict dict)) {
      throw PythonTypes.wrongType("format_map()", "a dict", mapping);
    }
    Map<String, Object> names = new HashMap<>();
    for (Object item : dict.items()) {
      Tuple entry = (Tuple) item;
      if (Markup.isText(entry.get(0))) {
        names.put(Markup.text(entry.get(0)), entry.get(1));
      }
    }
    return names;
  }

  private String fill(String format, int depth) {
    if (depth < 0) {
      throw new TemplateRuntimeException("a format specification is nested too deep");
    }
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (at < format.length()) {
      char c = format.charAt(at);
      boolean brace = c == '{' || c == '}';
      if (!brace || (at + 1 < format.length() && format.charAt(at + 1) == c)) {
        out.append(c);
        at += brace ? 2 : 1;
      } else if (c == '}') {
        throw new TemplateRuntimeException("a format has a single '}'");
      } else {
        at = field(format, at + 1, depth, out);
        context.budget().checkSize(out.length());
      }
    }
    return out.toString();
  }

  /** Writes the field that begins at {@code from} and returns the offset behind its brace. */
  private int field(String format, int from, int depth, StringBuilder out) {
    int nameEnd = nameEnd(format, from);
    String name = format.substring(from, nameEnd);
    char conversion = ' ';
    int at = nameEnd;
    if (format.charAt(at) == '!') {
      conversion = at + 1 < format.length() ? format.charAt(at + 1) : '}';
      at += 2;
      if (at >= format.length() || ":}".indexOf(format.charAt(at)) < 0) {
        throw new TemplateRuntimeException("a field of a format has a '!' without its letter");
      }
    }
    String spec = "";
    if (format.charAt(at) == ':') {
      int end = specificationEnd(format, at + 1);
      spec = format.substring(at + 1, end);
      at = end;
    }
    Object value = converted(value(name), conversion);
    out.append(formatted(value, fill(spec, depth - 1)));
    return at + 1;
  }

  /** A name goes up to a '!', ':' or '}' outside of brackets. */
  private static int nameEnd(String format, int from) {
    for (int at = from; at < format.length(); at++) {
      char c = format.charAt(at);
      if (c == '{') {
        throw new TemplateRuntimeException("a field of a format has a brace in its name");
      }
      if (c == '!' || c == ':' || c == '}') {
        return at;
      }
      if (c == '[') {
        int close = format.indexOf(']', at);
        at = close < 0 ? format.length() : close;
      }
    }
    throw new TemplateRuntimeException("a format has a field without its closing brace");
  }

  private static int specificationEnd(String format, int from) {
    int level = 1;
    for (int at = from; at < format.length(); at++) {
      char c = format.charAt(at);
      level += c == '{' ? 1 : c == '}' ? -1 : 0;
      if (level == 0) {
        return at;
      }
    }
    throw new TemplateRuntimeException("a format has a field without its closing brace");
  }

  private Object converted(Object value, char conversion) {
    return switch (conversion) {
      case ' ' -> value;
      case 's' -> PythonRepr.text(context, value);
      case 'r' -> PythonRepr.of(context, value);
      case 'a' -> PythonRepr.ascii(context, value);
      default -> throw new TemplateRuntimeException("a format knows the conversions !s, !r and !a");
    };
  }

  private String formatted(Object value, String spec) {
    if (!escaping) {
      return FormatSpec.format(context, value, spec);
    }
    if (value instanceof Markup markup) {
      if (!spec.isEmpty()) {
        throw new TemplateRuntimeException("escaped text takes no format specification");
      }
      return markup.text();
    }
    return Markup.escapeText(context, FormatSpec.format(context, value, spec));
  }

  private Object value(String name) {
    int end = 0;
    while (end < name.length() && name.charAt(end) != '.' && name.charAt(end) != '[') {
      end++;
    }
    Object value = argument(name.substring(0, end), end == name.length());
    for (String step : steps(name, end)) {
      context.budget().spend(1);
      value =
          step.charAt(0) == '.'
              ? Attributes.attribute(context, value, step.substring(1))
              : Attributes.item(context, value, index(step.substring(1)));
    }
    return value;
  }

  /** The attributes and indices behind a name, each with the mark in front of it. */
  private static List<String> steps(String name, int from) {
    List<String> steps = new ArrayList<>();
    int at = from;
    while (at < name.length()) {
      boolean index = name.charAt(at) == '[';
      int end = index ? name.indexOf(']', at) : at + 1;
      while (!index && end < name.length() && ".[".indexOf(name.charAt(end)) < 0) {
        end++;
      }
      if (end <= at + 1
          || (index && end + 1 < name.length() && ".[".indexOf(name.charAt(end + 1)) < 0)) {
        throw new TemplateRuntimeException("a field of a format has an index or name amiss");
      }
      steps.add(name.substring(at, end));
      at = index ? end + 1 : end;
    }
    return steps;
  }

  private static Object index(String text) {
    return text.matches("[0-9]{1,18}") ? (Object) Long.valueOf(text) : text;
  }

  /** The argument itself; only fields that are nothing else but a number count as numbered. */
  private Object argument(String name, boolean whole) {
    boolean number = name.matches("[0-9]{1,9}");
    boolean next = name.isEmpty() && whole;
    if (!number && !next) {
      if (!named.containsKey(name)) {
        throw new TemplateRuntimeException("the format has no argument of that name");
      }
      return named.get(name);
    }
    if (next ? manual : whole && automatic > 0) {
      throw new TemplateRuntimeException("a format numbers all of its fields, or none");
    }
    manual |= number && whole;
    int index = next ? automatic++ : Integer.parseInt(name);
    if (index >= positional.size()) {
      throw new TemplateRuntimeException("the format has no argument " + index);
    }
    return positional.get(index);
  }
}
