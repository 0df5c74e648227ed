package dev.sparring.template;

import java.util.Iterator;

/** The methods of {@code str} that make a text out of another. */
final class StringChanges {
  /**
   * The alignment of {@code str.center}, which puts an odd blank elsewhere than the format '^'
   * does.
   */
  static final char CENTER = 'c';

  private StringChanges() {}

  static String replace(RenderContext context, String self, Arguments arguments) {
    Arguments.Bound given = arguments.bindPositional("old", "new", "count");
    return replace(
        context,
        self,
        given.requiredText("old"),
        given.requiredText("new"),
        given.integer("count", -1));
  }

  /** Replaces the first {@code count} occurrences, all of them when it is negative. */
  static String replace(RenderContext context, String self, String old, String fresh, long count) {
    StringBuilder out = new StringBuilder();
    int from = 0;
    int search = 0;
    for (long left = count; left != 0; left--) {
      int at = search > self.length() ? -1 : self.indexOf(old, search);
      if (at < 0) {
        break;
      }
      context.budget().checkSize((long) out.length() + fresh.length());
      out.append(self, from, at).append(fresh);
      from = at + old.length();
      // Between all characters, where the old text is empty.
      search =
          old.isEmpty() ? (at < self.length() ? self.offsetByCodePoints(at, 1) : at + 1) : from;
    }
    return out.append(self, from, self.length()).toString();
  }

  static String join(RenderContext context, String self, Arguments arguments) {
    Object parts = arguments.bindPositional("iterable").required("iterable");
    return join(context, self, Iterables.iterator(context, parts));
  }

  /** Joins texts; anything else among the parts fails. */
  static String join(RenderContext context, String separator, Iterator<Object> parts) {
    StringBuilder out = new StringBuilder();
    for (boolean first = true; parts.hasNext(); first = false) {
      Object part = parts.next();
      if (!Markup.isText(part)) {
        throw PythonTypes.wrongType("join()", "texts", part);
      }
      context.budget().spend(1);
      out.append(first ? "" : separator).append(Markup.text(part));
      context.budget().checkSize(out.length());
    }
    return out.toString();
  }

  static String pad(RenderContext context, String self, Arguments arguments, char align) {
    Arguments.Bound given = arguments.bindPositional("width", "fillchar");
    given.required("width");
    String fill = given.has("fillchar") ? given.requiredText("fillchar") : " ";
    return pad(context, self, fill, align, given.integer("width", 0));
  }

  /** Fills a text up to {@code width} characters, aligned by '<', '>', '^' or {@link #CENTER}. */
  static String pad(RenderContext context, String text, String fill, char align, long width) {
    if (PythonText.length(fill) != 1) {
      throw new TemplateRuntimeException("a text is filled up with one character, not with more");
    }
    context.budget().checkSize(width);
    int missing = (int) Math.max(0, width - PythonText.length(text));
    int left =
        switch (align) {
          case '<' -> 0;
          case '>' -> missing;
          case CENTER -> missing / 2 + (int) (missing & width & 1);
          default -> missing / 2;
        };
    return fill.repeat(left) + text + fill.repeat(missing - left);
  }

  static String zeroFill(RenderContext context, String self, Arguments arguments) {
    Arguments.Bound given = arguments.bindPositional("width");
    given.required("width");
    boolean signed = self.startsWith("-") || self.startsWith("+");
    String sign = signed ? self.substring(0, 1) : "";
    long width = given.integer("width", 0) - sign.length();
    return sign + pad(context, self.substring(sign.length()), "0", '>', width);
  }

  static String expandTabs(RenderContext context, String self, Arguments arguments) {
    long size = arguments.bind("tabsize").integer("tabsize", 8);
    StringBuilder out = new StringBuilder();
    long column = 0;
    for (int c : self.codePoints().toArray()) {
      if (c == '\t') {
        long blanks = size > 0 ? size - column % size : 0;
        context.budget().checkSize(out.length() + blanks);
        context.budget().spendOnText(blanks);
        out.append(" ".repeat((int) blanks));
        column += blanks;
      } else {
        out.appendCodePoint(c);
        column = c == '\n' || c == '\r' ? 0 : column + 1;
      }
    }
    return out.toString();
  }

  /** Maps characters by a dict of their code points; what maps to none goes. */
  static String translate(RenderContext context, String self, Arguments arguments) {
    Object table = arguments.bindPositional("table").required("table");
    StringBuilder out = new StringBuilder();
    for (int c : self.codePoints().toArray()) {
      context.budget().spend(1);
      Object mapped = mapped(context, table, c);
      if (Numbers.isInteger(mapped)) {
        out.appendCodePoint(codePoint(mapped));
      } else if (Markup.isText(mapped)) {
        out.append(Markup.text(mapped));
      } else if (mapped != null) {
        throw PythonTypes.wrongType("translate()", "ints, texts or none", mapped);
      }
      context.budget().checkSize(out.length());
    }
    return out.toString();
  }

  private static Object mapped(RenderContext context, Object table, int c) {
    Undefined.refuse(table);
    if (!(table instanceof Dict) && !Slices.isSliced(table)) {
      throw PythonTypes.wrongType("translate()", "a dict", table);
    }
    Object found = Attributes.item(context, table, (long) c);
    return found instanceof Undefined ? Long.valueOf(c) : found;
  }

  static int codePoint(Object integer) {
    long value = Numbers.clamped(integer);
    if (value < 0 || value > Character.MAX_CODE_POINT) {
      throw new TemplateRuntimeException("there is no character " + value);
    }
    return (int) value;
  }

  /** The dict for {@code translate} that {@code str.maketrans} makes. */
  static Dict makeTable(RenderContext context, Arguments arguments) {
    Arguments.Bound given = arguments.bindPositional("x", "y", "z");
    Dict table = new Dict();
    if (!given.has("y")) {
      if (!(given.required("x") instanceof Dict source)) {
        throw PythonTypes.wrongType("maketrans()", "a dict", given.required("x"));
      }
      for (Object item : source.items()) {
        Tuple entry = (Tuple) item;
        table.put(context, character(entry.get(0)), entry.get(1));
      }
      return table;
    }
    int[] from = given.requiredText("x").codePoints().toArray();
    int[] to = given.requiredText("y").codePoints().toArray();
    if (from.length != to.length) {
      throw new TemplateRuntimeException("maketrans() needs two texts of the same length");
    }
    for (int i = 0; i < from.length; i++) {
      table.put(context, (long) from[i], (long) to[i]);
    }
    if (given.has("z")) {
      given.requiredText("z").codePoints().forEach(c -> table.put(context, (long) c, null));
    }
    return table;
  }

  private static Object character(Object key) {
    if (Markup.isText(key) && PythonText.length(Markup.text(key)) == 1) {
      return (long) Markup.text(key).codePointAt(0);
    }
    if (Numbers.isInteger(key)) {
      return key;
    }
    throw PythonTypes.wrongType("maketrans()", "ints or single characters as keys", key);
  }
}
