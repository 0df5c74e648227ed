package dev.sparring.template;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code 'a {} {name:>5}'.format(…)}. */
final class BraceFormat {
  private static final Pattern FIELD =
      Pattern.compile("([^.\\[!:{}]*)((?:\\.\\w+|\\[[^\\]{}]+\\])*)(?:!([rsa]))?(?::([^{}]*))?");
  private static final int LONGEST_FIELD = 500;
  private static final Pattern STEP = Pattern.compile("\\.(\\w+)|\\[([^\\]]+)\\]");

  private final Run run;
  private final Arguments arguments;
  private int automatic;

  private BraceFormat(Run run, Arguments arguments) {
    this.run = run;
    this.arguments = arguments;
  }

  static String format(Run run, String format, Arguments arguments) {
    return new BraceFormat(run, arguments).fill(format);
  }

  private String fill(String format) {
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (at < format.length()) {
      char c = format.charAt(at);
      if (c != '{' && c != '}') {
        out.append(c);
        at++;
      } else if (at + 1 < format.length() && format.charAt(at + 1) == c) {
        out.append(c);
        at += 2;
      } else {
        int end = format.indexOf('}', at);
        if (c == '}' || end < 0) {
          throw new Failure("a single '" + c + "' in a format");
        }
        out.append(field(format.substring(at + 1, end)));
        run.budget().checkSize(out.length());
        at = end + 1;
      }
    }
    return out.toString();
  }

  private String field(String field) {
    Matcher parts = FIELD.matcher(field);
    // The JDK's matcher recurses over the steps of a field.
    if (field.length() > LONGEST_FIELD || !parts.matches()) {
      throw new Failure("a format field in braces is not supported");
    }
    Object value = argument(parts.group(1));
    Matcher step = STEP.matcher(parts.group(2));
    while (step.find()) {
      value = follow(value, step);
    }
    if (parts.group(3) != null) {
      value =
          parts.group(3).equals("s")
              ? Printer.text(run, value)
              : Printer.representation(run, value);
    }
    String spec = parts.group(4);
    if (spec == null || spec.isEmpty()) {
      return Printer.text(run, value);
    }
    return FormatSpec.parse(spec).apply(run, value);
  }

  private Object follow(Object value, Matcher step) {
    Object next =
        step.group(1) != null
            ? Members.attribute(value, step.group(1))
            : Members.item(run, value, index(step.group(2)));
    if (next instanceof Undefined undefined) {
      throw undefined.failure();
    }
    return next;
  }

  private static Object index(String text) {
    return text.matches("\\d{1,9}") ? (Object) Long.valueOf(text) : text;
  }

  private Object argument(String name) {
    if (!name.isEmpty() && !name.matches("\\d{1,9}")) {
      if (!arguments.named().containsKey(name)) {
        throw new Failure("the format has no argument '" + name + "'");
      }
      return arguments.named().get(name);
    }
    int index = name.isEmpty() ? automatic++ : Integer.parseInt(name);
    if (index >= arguments.positional().size()) {
      throw new Failure("the format has no argument " + index);
    }
    return arguments.positional().get(index);
  }
}
