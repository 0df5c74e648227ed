package dev.sparring.template;

import java.util.ArrayList;
import java.util.List;

/**
 * Python's {@code pprint.pformat}: values on lines of eighty characters, dicts in the order of
 * their keys.
 */
final class PrettyPrinter {
  private static final int WIDTH = 80;

  private final RenderContext context;
  private final StringBuilder out = new StringBuilder();

  private PrettyPrinter(RenderContext context) {
    this.context = context;
  }

  static String format(RenderContext context, Object value) {
    PrettyPrinter printer = new PrettyPrinter(context);
    printer.write(value, 0, 0, 1);
    return printer.out.toString();
  }

  /**
   * Writes a value that begins in column {@code indent} and has {@code allowance} characters behind
   * it; {@code level} is 1 for the outermost.
   */
  private void write(Object value, int indent, int allowance, int level) {
    context.budget().spend(1);
    context.budget().enter();
    String flat = flat(value);
    if (PythonText.length(flat) <= WIDTH - indent - allowance || !isBroken(value)) {
      append(flat);
    } else if (value instanceof String text) {
      text(text, indent, allowance, level);
    } else if (value instanceof Dict dict) {
      dict(dict, indent, allowance, level);
    } else {
      list((List<?>) value, indent, allowance, level);
    }
    context.budget().leave();
  }

  private void append(String text) {
    out.append(text);
    context.budget().checkSize(out.length());
  }

  private void newLine(int indent) {
    append("\n" + " ".repeat(indent));
  }

  private static boolean isBroken(Object value) {
    boolean list = value instanceof List && !(value instanceof Range);
    return value instanceof String
        || value instanceof Dict
        || (list && !(value instanceof Tuple.Group));
  }

  /** The value on one line: its {@code repr}, with dicts in order. */
  private String flat(Object value) {
    context.budget().enter();
    try {
      if (value instanceof Dict dict) {
        List<String> parts = new ArrayList<>();
        for (Tuple entry : sorted(dict)) {
          parts.add(flat(entry.get(0)) + ": " + flat(entry.get(1)));
        }
        return "{" + String.join(", ", parts) + "}";
      }
      if (value instanceof String || !isBroken(value)) {
        return PythonRepr.of(context, value);
      }
      List<String> parts = new ArrayList<>();
      ((List<?>) value).forEach(item -> parts.add(flat(item)));
      String all = String.join(", ", parts);
      context.budget().checkSize(all.length());
      boolean tuple = value instanceof Tuple;
      return tuple ? "(" + all + (parts.size() == 1 ? ",)" : ")") : "[" + all + "]";
    } finally {
      context.budget().leave();
    }
  }

  /** The entries by their keys. */
  private List<Tuple> sorted(Dict dict) {
    return PythonSort.sorted(context, dict.items(), entry -> ((Tuple) entry).get(0), this::isLess)
        .stream()
        .map(Tuple.class::cast)
        .toList();
  }

  /** Keys without an order are in the order of their types. */
  private boolean isLess(Object a, Object b) {
    try {
      return Comparisons.lessThan(context, a, b);
    } catch (TemplateRuntimeException withoutOrder) {
      // Should the budget be what fails here, it fails again at the next step.
      return PythonTypes.typeName(a).compareTo(PythonTypes.typeName(b)) < 0;
    }
  }

  private void dict(Dict dict, int indent, int allowance, int level) {
    append("{");
    List<Tuple> entries = sorted(dict);
    for (int i = 0; i < entries.size(); i++) {
      boolean last = i == entries.size() - 1;
      String key = flat(entries.get(i).get(0));
      append(key + ": ");
      int column = indent + 1 + PythonText.length(key) + 2;
      write(entries.get(i).get(1), column, last ? allowance + 1 : 1, level + 1);
      if (!last) {
        append(",");
        newLine(indent + 1);
      }
    }
    append("}");
  }

  private void list(List<?> list, int indent, int allowance, int level) {
    boolean tuple = list instanceof Tuple;
    String close = tuple ? (list.size() == 1 ? ",)" : ")") : "]";
    append(tuple ? "(" : "[");
    for (int i = 0; i < list.size(); i++) {
      boolean last = i == list.size() - 1;
      write(list.get(i), indent + 1, last ? allowance + close.length() : 1, level + 1);
      if (!last) {
        append(",");
        newLine(indent + 1);
      }
    }
    append(close);
  }

  /** A text in pieces, each a literal of its own; in parentheses where it stands alone. */
  private void text(String text, int indent, int allowance, int level) {
    int outer = level == 1 ? 1 : 0;
    List<String> pieces = pieces(text, WIDTH - indent - outer, allowance + outer);
    if (pieces.size() < 2) {
      append(pieces.isEmpty() ? flat(text) : pieces.get(0));
      return;
    }
    append(level == 1 ? "(" : "");
    for (int i = 0; i < pieces.size(); i++) {
      if (i > 0) {
        newLine(indent + outer);
      }
      append(pieces.get(i));
    }
    append(level == 1 ? ")" : "");
  }

  private List<String> pieces(String text, int width, int allowance) {
    List<String> pieces = new ArrayList<>();
    List<String> lines = PythonText.lines(text, true);
    for (int i = 0; i < lines.size(); i++) {
      boolean lastLine = i == lines.size() - 1;
      String whole = PythonRepr.of(context, lines.get(i));
      if (PythonText.length(whole) <= width - (lastLine ? allowance : 0)) {
        pieces.add(whole);
      } else {
        addWords(pieces, lines.get(i), width, lastLine ? allowance : 0);
      }
    }
    return pieces;
  }

  private void addWords(List<String> pieces, String line, int width, int allowance) {
    List<String> words = wordsWithBlanks(line);
    StringBuilder current = new StringBuilder();
    int length = 0;
    for (int i = 0; i < words.size(); i++) {
      int space = i == words.size() - 1 ? width - allowance : width;
      // A candidate that is longer than a line without quotes is so with them, too.
      boolean fits =
          length + words.get(i).length() <= 2 * WIDTH
              && PythonText.length(PythonRepr.of(context, current + words.get(i))) <= space;
      if (!fits && current.length() > 0) {
        pieces.add(PythonRepr.of(context, current.toString()));
        current.setLength(0);
      }
      current.append(words.get(i));
      length = current.length();
    }
    if (current.length() > 0) {
      pieces.add(PythonRepr.of(context, current.toString()));
    }
  }

  /** Every word with the white space behind it. */
  private static List<String> wordsWithBlanks(String line) {
    List<String> words = new ArrayList<>();
    int start = 0;
    for (int at = 0; at < line.length(); at++) {
      boolean blank = PythonText.isSpace(line.charAt(at));
      boolean ends = at + 1 == line.length() || !PythonText.isSpace(line.charAt(at + 1));
      if (at + 1 == line.length() || (blank && ends)) {
        words.add(line.substring(start, at + 1));
        start = at + 1;
      }
    }
    return words;
  }
}
