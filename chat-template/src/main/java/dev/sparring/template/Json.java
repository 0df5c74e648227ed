package dev.sparring.template;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * The filter {@code tojson} as transformers defines it: Python's {@code json.dumps}, without
 * escaping for HTML.
 */
final class Json {
  private final Run run;
  private final boolean ascii;
  private final boolean sorted;
  private final String indent;
  private final String comma;
  private final String colon;
  private final StringBuilder out = new StringBuilder();

  private Json(Run run, Arguments.Bound given) {
    this.run = run;
    this.ascii = given.isTrue("ensure_ascii");
    this.sorted = given.isTrue("sort_keys");
    this.indent = indent(run, given.or("indent", null));
    boolean custom = given.or("separators", null) != null;
    List<Object> separators =
        custom ? Sequences.elements(run, given.required("separators")) : List.of();
    if (custom
        && !(separators.size() == 2 && separators.stream().allMatch(String.class::isInstance))) {
      throw new Failure("the filter 'tojson' needs two texts as separators");
    }
    this.comma = custom ? (String) separators.get(0) : indent == null ? ", " : ",";
    this.colon = custom ? (String) separators.get(1) : ": ";
  }

  private static String indent(Run run, Object indent) {
    if (indent == null || indent instanceof String) {
      return (String) indent;
    }
    long width = Numbers.integer(indent, "the filter 'tojson'");
    run.budget().checkSize(width);
    return " ".repeat((int) Math.max(0, width));
  }

  static String filter(Run run, Object value, Arguments arguments) {
    Json json = new Json(run, arguments.bind("ensure_ascii", "indent", "separators", "sort_keys"));
    json.write(value, 0);
    return json.out.toString();
  }

  private void write(Object value, int depth) {
    run.budget().spend(1);
    run.budget().enter();
    if (value instanceof String text) {
      run.budget().spendOnText(text.length());
      quote(text);
    } else if (value instanceof List<?> list && !(value instanceof Range)) {
      list(list, depth);
    } else if (value instanceof Map<?, ?> dict) {
      dict(dict, depth);
    } else {
      out.append(plain(value));
    }
    run.budget().checkSize(out.length());
    run.budget().leave();
  }

  private static String plain(Object value) {
    if (value == null) {
      return "null";
    }
    if (value instanceof Double number) {
      return Double.isNaN(number) ? "NaN" : Numbers.print(number).replace("inf", "Infinity");
    }
    if (value instanceof Boolean || value instanceof Long) {
      return value.toString();
    }
    throw new Failure("a value of type " + Values.typeName(value) + " has no form in JSON");
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

  private void dict(Map<?, ?> dict, int depth) {
    List<Map.Entry<?, ?>> entries = new ArrayList<>(dict.entrySet());
    if (sorted) {
      entries.sort((a, b) -> Comparisons.order(run, a.getKey(), b.getKey()));
    }
    out.append('{');
    Iterator<Map.Entry<?, ?>> rest = entries.iterator();
    while (rest.hasNext()) {
      Map.Entry<?, ?> entry = rest.next();
      newLine(depth + 1);
      quote(entry.getKey() instanceof String name ? name : plain(entry.getKey()));
      out.append(colon);
      write(entry.getValue(), depth + 1);
      out.append(rest.hasNext() ? comma : "");
    }
    close(entries.isEmpty(), depth, '}');
  }

  private void newLine(int depth) {
    if (indent != null) {
      run.budget().checkSize(out.length() + (long) depth * indent.length());
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
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int known = "\"\\\n\r\t\b\f".indexOf(c);
      if (known >= 0) {
        out.append('\\').append("\"\\nrtbf".charAt(known));
      } else if (c < ' ' || (ascii && c > '~')) {
        run.budget().spend(1);
        String digits = Integer.toHexString(c);
        out.append("\\u").append("0".repeat(4 - digits.length())).append(digits);
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
