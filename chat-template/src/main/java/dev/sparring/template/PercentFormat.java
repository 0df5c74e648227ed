package dev.sparring.template;

import java.util.List;

/** {@code '%s has %d' % (a, b)}. */
final class PercentFormat {
  private static final int MOST_WIDTH_DIGITS = 9;

  private final RenderContext context;
  private final String format;
  private final boolean escaping;
  private final List<?> values;
  private final Object single;
  private final boolean mapping;
  private int used;
  private int at;

  private PercentFormat(RenderContext context, Object format, Object operand) {
    this.context = context;
    this.format = Markup.text(format);
    this.escaping = format instanceof Markup;
    this.single = operand;
    this.values = operand instanceof Tuple tuple ? tuple : null;
    this.mapping =
        values == null
            && (operand instanceof Dict || operand instanceof List || operand instanceof Undefined);
  }

  /** Formats a text; values that go into an escaped text are escaped. */
  static Object format(RenderContext context, Object format, Object operand) {
    context.read(format);
    return Markup.like(format, new PercentFormat(context, format, operand).fill());
  }

  private String fill() {
    StringBuilder out = new StringBuilder();
    while (at < format.length()) {
      int mark = format.indexOf('%', at);
      if (mark < 0) {
        out.append(format, at, format.length());
        break;
      }
      out.append(format, at, mark);
      at = mark + 1;
      out.append(field());
      context.budget().checkSize(out.length());
    }
    if (used < (values == null ? 1 : values.size()) && !mapping) {
      throw new TemplateRuntimeException("the format leaves a value over");
    }
    return out.toString();
  }

  /** The flags, width and precision of a field; negative numbers where there is none. */
  private record Layout(String flags, long width, int precision) {
    boolean has(char flag) {
      return flags.indexOf(flag) >= 0;
    }
  }

  private String field() {
    String name = peek() == '(' ? name() : null;
    Object named = name == null ? null : named(name);
    Layout layout = layout();
    char type = format.charAt(at++);
    if (type == '%') {
      return "%";
    }
    Object value = name == null ? next() : named;
    return switch (type) {
      case 's' -> text(layout, escaped(PythonRepr.text(context, value), value));
      case 'r' -> text(layout, escaped(PythonRepr.of(context, value), null));
      case 'a' -> text(layout, escaped(PythonRepr.ascii(context, value), null));
      case 'c' -> pad(layout, "", character(value), false);
      case 'd', 'i', 'u' -> integer(layout, 'd', wholeNumber(value));
      case 'x', 'X', 'o' -> integer(layout, type, exactInteger(value));
      case 'e', 'E', 'f', 'F', 'g', 'G' -> floating(layout, type, value);
      default -> throw new TemplateRuntimeException("a format does not know '%" + type + "'");
    };
  }

  private char peek() {
    if (at >= format.length()) {
      throw new TemplateRuntimeException("a format ends behind a '%'");
    }
    return format.charAt(at);
  }

  /** The name in parentheses, which may nest. */
  private String name() {
    int start = ++at;
    for (int level = 1; level > 0; at++) {
      char c = peek();
      level += c == '(' ? 1 : c == ')' ? -1 : 0;
    }
    return format.substring(start, at - 1);
  }

  private Layout layout() {
    int start = at;
    while ("-+ #0".indexOf(peek()) >= 0) {
      at++;
    }
    String flags = format.substring(start, at);
    long width = number();
    int precision = -1;
    if (peek() == '.') {
      at++;
      precision = (int) Math.max(0, number());
    }
    if ("hlL".indexOf(peek()) >= 0) {
      at++;
      peek();
    }
    context.budget().checkSize(Math.max(Math.abs(width), precision));
    return width < -1
        ? new Layout(flags + "-", -width, precision)
        : new Layout(flags, width, precision);
  }

  /** A number in the format, or the next value for a star; -1 without either. */
  private long number() {
    if (peek() == '*') {
      at++;
      peek();
      Object value = next();
      if (!Numbers.isInteger(value) || escaping) {
        throw PythonTypes.wrongType("'*' in a format", "an int", value);
      }
      long number = Numbers.integer(value, "'*' in a format");
      return number == -1 ? -2 : number;
    }
    int start = at;
    while (peek() >= '0' && peek() <= '9') {
      at++;
    }
    if (at - start > MOST_WIDTH_DIGITS) {
      throw new TemplateRuntimeException("the template makes a text or list longer than it may");
    }
    return at == start ? -1 : Long.parseLong(format.substring(start, at));
  }

  private String escaped(String text, Object value) {
    return escaping && !(value instanceof Markup) ? Markup.escapeText(context, text) : text;
  }

  private String text(Layout layout, String text) {
    boolean cut = layout.precision() >= 0 && layout.precision() < PythonText.length(text);
    String shown = cut ? PythonText.between(text, 0, layout.precision()) : text;
    return pad(layout, "", shown, false);
  }

  private String pad(Layout layout, String sign, String text, boolean zeros) {
    if (layout.has('-')) {
      return StringChanges.pad(context, sign + text, " ", '<', layout.width());
    }
    return zeros
        ? sign + StringChanges.pad(context, text, "0", '>', layout.width() - sign.length())
        : StringChanges.pad(context, sign + text, " ", '>', layout.width());
  }

  private String character(Object value) {
    if (Markup.isText(value) && PythonText.length(Markup.text(value)) == 1 && !escaping) {
      return Markup.text(value);
    }
    if (!Numbers.isInteger(value) || escaping) {
      throw PythonTypes.wrongType("%c", "an int or a single character", value);
    }
    return Character.toString(StringChanges.codePoint(value));
  }

  private Object wholeNumber(Object value) {
    Undefined.refuse(value);
    if (value instanceof Double number) {
      return NumberParsing.truncated(number);
    }
    Object read =
        escaping && Markup.isText(value) ? NumberParsing.integer(Markup.text(value), 10) : value;
    if (!Numbers.isInteger(read)) {
      throw PythonTypes.wrongType("%d", "a number", value);
    }
    return read;
  }

  private Object exactInteger(Object value) {
    if (!Numbers.isInteger(value) || escaping) {
      throw PythonTypes.wrongType("%x", "an int", value);
    }
    return value;
  }

  private static char wantedSign(Layout layout) {
    return layout.has('+') ? '+' : layout.has(' ') ? ' ' : '-';
  }

  private String integer(Layout layout, char type, Object value) {
    String digits = NumberFormat.integer(value, type);
    if (layout.precision() > digits.length()) {
      digits = "0".repeat(layout.precision() - digits.length()) + digits;
    }
    String prefix = layout.has('#') ? NumberFormat.prefix(type) : "";
    String sign = NumberFormat.sign(value, wantedSign(layout)) + prefix;
    return pad(layout, sign, digits, layout.has('0'));
  }

  private String floating(Layout layout, char type, Object value) {
    Undefined.refuse(value);
    Object read =
        escaping && Markup.isText(value) ? NumberParsing.floating(Markup.text(value)) : value;
    if (!Numbers.isNumber(read)) {
      throw PythonTypes.wrongType("%" + type, "a number", value);
    }
    double number = Numbers.toDouble(read);
    String digits = NumberFormat.floating(number, type, layout.precision(), layout.has('#'));
    return pad(layout, NumberFormat.sign(number, wantedSign(layout)), digits, layout.has('0'));
  }

  private Object named(String name) {
    if (!mapping) {
      throw new TemplateRuntimeException("a format with names needs a dict");
    }
    Undefined.refuse(single);
    Object value = single instanceof Dict dict ? dict.get(context, name) : Missing.MISSING;
    if (value == Missing.MISSING) {
      throw new TemplateRuntimeException("the format has no value of that name");
    }
    used = 1;
    return value;
  }

  private Object next() {
    int index = used++;
    if (index >= (values != null ? values.size() : 1)) {
      throw new TemplateRuntimeException("the format needs more values");
    }
    return values != null ? values.get(index) : single;
  }
}
