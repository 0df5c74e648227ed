package dev.sparring.template;

import java.math.BigInteger;
import java.util.Iterator;
import java.util.List;

/**
 * The filter {@code tojson} as transformers defines it: Python's {@code json.dumps}, without
 * escaping for HTML.
 */
final class JsonWriter {
  private static final String FILTER = "the filter 'tojson'";

  private final RenderContext context;
  private final boolean ascii;
  private final boolean sorted;
  private final String indent;
  private final String comma;
  private final String colon;
  private final StringBuilder out = new StringBuilder();

  private JsonWriter(RenderContext context, Arguments.Bound given) {
    this.context = context;
    this.ascii = given.isTrue("ensure_ascii");
    this.sorted = given.isTrue("sort_keys");
    this.indent = indent(context, given.or("indent", null));
    Object custom = given.or("separators", null);
    List<Object> separators =
        custom == null
            ? List.of(indent == null ? ", " : ",", ": ")
            : Iterables.elements(context, custom);
    if (separators.size() != 2 || !separators.stream().allMatch(Markup::isText)) {
      throw new TemplateRuntimeException(FILTER + " needs two texts as separators");
    }
    this.comma = Markup.text(separators.get(0));
    this.colon = Markup.text(separators.get(1));
  }

  private static String indent(RenderContext context, Object indent) {
    if (indent == null || Markup.isText(indent)) {
      return Markup.text(indent);
    }
    long width = Numbers.integer(indent, FILTER);
    context.budget().checkSize(width);
    return " ".repeat((int) Math.max(0, width));
  }

  static String filter(RenderContext context, Object value, Arguments arguments) {
    JsonWriter json =
        new JsonWriter(
            context, arguments.bind("ensure_ascii", "indent", "separators", "sort_keys"));
    json.write(value, 0);
    return json.out.toString();
  }

  private void write(Object value, int depth) {
    context.budget().spend(1);
    context.budget().enter();
    if (Markup.isText(value)) {
      quote(Markup.text(value));
    } else if (value instanceof List<?> list && !(value instanceof Range)) {
      list(list, depth);
    } else if (value instanceof Dict dict) {
      dict(dict, depth);
    } else {
      out.append(plain(value));
    }
    context.budget().checkSize(out.length());
    context.budget().leave();
  }

  private static String plain(Object value) {
    if (value == null) {
      return "null";
    }
    if (value instanceof Double number) {
      return Double.isNaN(number) ? "NaN" : FloatText.print(number).replace("inf", "Infinity");
    }
    if (value instanceof Boolean) {
      return value.toString();
    }
    if (value instanceof Long || value instanceof BigInteger) {
      return IntegerArithmetic.print(value);
    }
    throw new TemplateRuntimeException(
        "a value of type " + PythonTypes.typeName(value) + " has no form in JSON");
  }

  private void list(List<?> list, int depth) {
    out.append('[');
    Iterator<?> items = list.iterator();
    while (items.hasNext()) {
      newLine(depth + 1);
      write(items.next(), depth + 1);
      out.append(items.hasNext() ? comma : "");
    }
    close(list.isEmpty(), depth, ']');
  }

  private void dict(Dict dict, int depth) {
    List<Object> entries = dict.items();
    if (sorted) {
      entries = PythonSort.sorted(context, entries, entry -> entry, false);
    }
    out.append('{');
    Iterator<Object> rest = entries.iterator();
    while (rest.hasNext()) {
      Tuple entry = (Tuple) rest.next();
      newLine(depth + 1);
      Object key = entry.get(0);
      quote(Markup.isText(key) ? Markup.text(key) : plain(key));
      out.append(colon);
      write(entry.get(1), depth + 1);
      out.append(rest.hasNext() ? comma : "");
    }
    close(entries.isEmpty(), depth, '}');
  }

  private void newLine(int depth) {
    if (indent != null) {
      context.budget().checkSize(out.length() + (long) depth * indent.length());
      out.append('\n').append(indent.repeat(depth));
    }
  }

  private void close(boolean empty, int depth, char bracket) {
    if (!empty) {
      newLine(depth);
    }
    out.append(bracket);
  }

  private void quote(String text) {
    context.budget().spendOnText(text.length());
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int known = "\"\\\n\r\t\b\f".indexOf(c);
      if (known >= 0) {
        out.append('\\').append("\"\\nrtbf".charAt(known));
      } else if (c < ' ' || (ascii && c > '~')) {
        context.budget().spend(1);
        String digits = Integer.toHexString(c);
        out.append("\\u").append("0".repeat(4 - digits.length())).append(digits);
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
