package dev.sparring.template;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Prints values as Python's {@code str} and {@code repr} do. */
final class Printer {
  private final Run run;
  private final StringBuilder out = new StringBuilder();

  private Printer(Run run) {
    this.run = run;
  }

  /** What {@code {{ value }}} writes. */
  static String text(Run run, Object value) {
    if (value instanceof String text) {
      return text;
    }
    return value instanceof Undefined ? "" : representation(run, value);
  }

  /** What a value looks like inside a list. */
  static String representation(Run run, Object value) {
    Printer printer = new Printer(run);
    printer.print(value);
    return printer.out.toString();
  }

  private void print(Object value) {
    run.budget().spend(1);
    run.budget().enter();
    if (value instanceof String text) {
      run.budget().spendOnText(text.length());
      quote(text);
    } else if (value instanceof List<?> list && !(value instanceof Range)) {
      boolean tuple = value instanceof Tuple;
      join(tuple ? "(" : "[", list, tuple ? (list.size() == 1 ? ",)" : ")") : "]");
    } else if (value instanceof Map<?, ?> dict) {
      dict(dict);
    } else if (value instanceof DictView view) {
      join(view.type() + "([", view.items(), "])");
    } else {
      out.append(plain(value));
    }
    run.budget().checkSize(out.length());
    run.budget().leave();
  }

  private static String plain(Object value) {
    if (value == null) {
      return "None";
    }
    if (value instanceof Boolean truth) {
      return truth ? "True" : "False";
    }
    if (value instanceof Double number) {
      return Numbers.print(number);
    }
    if (value instanceof Long || value instanceof Range) {
      return value.toString();
    }
    if (value instanceof Macro macro) {
      return "<Macro '" + macro.name() + "'>";
    }
    return value instanceof Undefined ? "Undefined" : "<" + Values.typeName(value) + " object>";
  }

  private void join(String open, List<?> items, String close) {
    out.append(open);
    separate(items.iterator(), (printer, item) -> printer.print(item));
    out.append(close);
  }

  private void dict(Map<?, ?> dict) {
    out.append('{');
    separate(
        dict.entrySet().iterator(),
        (printer, entry) -> {
          printer.print(entry.getKey());
          printer.out.append(": ");
          printer.print(entry.getValue());
        });
    out.append('}');
  }

  private <T> void separate(Iterator<T> items, BiConsumer<Printer, T> print) {
    while (items.hasNext()) {
      print.accept(this, items.next());
      if (items.hasNext()) {
        out.append(", ");
      }
    }
  }

  /** Python prefers single quotes, and takes double ones where that saves escapes. */
  private void quote(String text) {
    char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
    out.append(quote);
    text.codePoints().forEach(c -> character(c, quote));
    out.append(quote);
  }

  private void character(int c, char quote) {
    if (c == quote || c == '\\') {
      out.append('\\').append((char) c);
    } else if (c == '\n') {
      out.append("\\n");
    } else if (c == '\r') {
      out.append("\\r");
    } else if (c == '\t') {
      out.append("\\t");
    } else if (isPrintable(c)) {
      out.appendCodePoint(c);
    } else {
      run.budget().spend(1);
      escape(out, c);
    }
  }

  /** Appends an escape of two, four or eight hex digits, whichever is the shortest. */
  private static void escape(StringBuilder out, int c) {
    String digits = Integer.toHexString(c);
    int width = c < 0x100 ? 2 : c < 0x10000 ? 4 : 8;
    out.append('\\').append(c < 0x100 ? 'x' : c < 0x10000 ? 'u' : 'U');
    out.append("0".repeat(width - digits.length())).append(digits);
  }

  static boolean isPrintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> c == ' ';
      default -> true;
    };
  }
}
