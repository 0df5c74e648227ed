package dev.sparring.template;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Python's format specification, {@code
 * [[fill]align][sign][z][#][0][width][grouping][.precision][type]}; what is left out is a blank, 0
 * or -1.
 */
record FormatSpec(
    String fill,
    char align,
    char sign,
    boolean alternate,
    long width,
    String grouping,
    int precision,
    char type,
    boolean signed) {

  private static final Pattern FORM =
      Pattern.compile(
          "(?:(.)?([<>^=]))?([-+ ])?(z)?(#)?(0)?(\\d{1,9})?([,_])?(?:\\.(\\d{1,6}))?(.)?",
          Pattern.DOTALL);

  /** What {@code format(value, spec)} is in Python. */
  static String format(RenderContext context, Object value, String spec) {
    if (spec.isEmpty()) {
      return PythonRepr.text(context, value);
    }
    if (!Markup.isText(value) && !Numbers.isNumber(value)) {
      throw PythonTypes.wrongType("a format with a specification", "a text or number", value);
    }
    return parse(spec).apply(context, value);
  }

  private static FormatSpec parse(String spec) {
    Matcher parts = FORM.matcher(spec);
    if (spec.length() > 100 || !parts.matches()) {
      throw new TemplateRuntimeException("the format specification is not valid");
    }
    boolean zero = parts.group(6) != null;
    boolean aligned = parts.group(2) != null;
    String fill = parts.group(1) != null ? parts.group(1) : zero ? "0" : " ";
    return new FormatSpec(
        fill,
        aligned ? parts.group(2).charAt(0) : zero ? '0' : ' ',
        parts.group(3) != null ? parts.group(3).charAt(0) : '-',
        parts.group(5) != null,
        parts.group(7) != null ? Long.parseLong(parts.group(7)) : 0,
        parts.group(8) != null ? parts.group(8) : "",
        parts.group(9) != null ? Integer.parseInt(parts.group(9)) : -1,
        parts.group(10) != null ? parts.group(10).charAt(0) : ' ',
        parts.group(3) != null);
  }

  private String apply(RenderContext context, Object value) {
    context.budget().checkSize(Math.max(width, precision));
    if (Markup.isText(value)) {
      return text(context, Markup.text(value));
    }
    boolean floating = value instanceof Double || "eEfFgG%".indexOf(type) >= 0;
    return floating ? number(context, value, floating(value)) : integer(context, value);
  }

  private String text(RenderContext context, String text) {
    boolean fits = (type == 's' || type == ' ') && !signed && !alternate;
    if (!fits || align == '=' || !grouping.isEmpty()) {
      throw invalid("a text");
    }
    boolean cut = precision >= 0 && precision < PythonText.length(text);
    String shown = cut ? PythonText.between(text, 0, precision) : text;
    char side = align == ' ' || align == '0' ? '<' : align;
    return StringChanges.pad(context, shown, fill, side, width);
  }

  private TemplateRuntimeException invalid(String what) {
    return new TemplateRuntimeException("the format specification does not go with " + what);
  }

  private String integer(RenderContext context, Object value) {
    if ("bcdnoxX ".indexOf(type) < 0 || precision >= 0) {
      throw invalid("an int");
    }
    if (type == 'c') {
      if (signed || alternate || !grouping.isEmpty()) {
        throw invalid("a character");
      }
      String shown = Character.toString(StringChanges.codePoint(value));
      return StringChanges.pad(context, shown, fill, align == ' ' ? '<' : side(), width);
    }
    boolean thousands = type == 'd' || type == ' ';
    boolean groups = thousands || (grouping.equals("_") && type != 'n');
    if (!grouping.isEmpty() && !groups) {
      throw invalid("a group separator of this kind");
    }
    return number(context, value, NumberFormat.integer(value, type == 'n' ? 'd' : type));
  }

  /** The digits of a float, without sign. */
  private String floating(Object value) {
    double number = Numbers.toDouble(value);
    if (type == '%') {
      return NumberFormat.floating(number * 100, 'f', precision, alternate) + "%";
    }
    if ("eEfFgGn ".indexOf(type) < 0 || (type == 'n' && !grouping.isEmpty())) {
      throw invalid("a float");
    }
    if (type == ' ' && precision < 0) {
      String text = FloatText.print(Math.abs(number));
      boolean pointed = !alternate || text.indexOf('.') >= 0 || FloatText.isSpecial(number);
      return pointed ? text : text.replace("e", ".e");
    }
    if (type == ' ' && !FloatText.isSpecial(number)) {
      return FloatText.general(number, precision, alternate, true);
    }
    return NumberFormat.floating(
        number, type == 'n' || type == ' ' ? 'g' : type, precision, alternate);
  }

  private char side() {
    return align == '0' ? '=' : align == ' ' ? '>' : align;
  }

  private String number(RenderContext context, Object value, String digits) {
    String mark = NumberFormat.sign(value, sign);
    boolean whole = !(value instanceof Double);
    String prefix = alternate && whole ? mark + NumberFormat.prefix(type) : mark;
    if (side() != '=') {
      return StringChanges.pad(context, prefix + grouped(digits, 0), fill, side(), width);
    }
    long space = width - prefix.length();
    boolean zeros = fill.equals("0");
    String shown = grouped(digits, zeros ? space : 0);
    return prefix + StringChanges.pad(context, shown, fill, '>', space);
  }

  /** Separates the digits before the point; zeros in front fill them up to {@code space}. */
  private String grouped(String digits, long space) {
    boolean hexadecimal = "boxX".indexOf(type) >= 0;
    int end = 0;
    while (end < digits.length()
        && Character.digit(digits.charAt(end), hexadecimal ? 16 : 10) >= 0) {
      end++;
    }
    if (grouping.isEmpty() || end == 0) {
      return digits;
    }
    int size = hexadecimal ? 4 : 3;
    String rest = digits.substring(end);
    StringBuilder backwards = new StringBuilder();
    int count = 0;
    while (count < end || backwards.length() + rest.length() < space) {
      backwards.append(count > 0 && count % size == 0 ? grouping : "");
      backwards.append(count < end ? digits.charAt(end - 1 - count) : '0');
      count++;
    }
    return backwards.reverse() + rest;
  }
}
