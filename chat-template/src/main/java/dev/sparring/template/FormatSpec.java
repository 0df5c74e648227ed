package dev.sparring.template;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Python's format specification, {@code [[fill]align][sign][0][width][grouping][.precision][type]}.
 */
record FormatSpec(
    String fill, char align, char sign, long width, String grouping, int precision, char type) {
  /**
   * The alignment of Python's str.center, which puts an odd blank elsewhere than the format '^'
   * does.
   */
  static final char CENTER = 'c';

  private static final Pattern FORM =
      Pattern.compile(
          "(?:(.)?([<>^=]))?([-+ ])?(0)?(\\d{1,9})?([,_])?(?:\\.(\\d{1,4}))?([a-zA-Z%])?",
          Pattern.DOTALL);

  static FormatSpec parse(String spec) {
    Matcher parts = FORM.matcher(spec);
    if (!parts.matches()) {
      throw new Failure("the format of a field in braces is not supported");
    }
    boolean zero = parts.group(4) != null;
    String fill = parts.group(1) != null ? parts.group(1) : zero ? "0" : " ";
    return new FormatSpec(
        fill,
        parts.group(2) != null ? parts.group(2).charAt(0) : zero ? '=' : ' ',
        parts.group(3) != null ? parts.group(3).charAt(0) : '-',
        parts.group(5) != null ? Long.parseLong(parts.group(5)) : 0,
        parts.group(6) != null ? parts.group(6) : "",
        parts.group(7) != null ? Integer.parseInt(parts.group(7)) : -1,
        parts.group(8) != null ? parts.group(8).charAt(0) : ' ');
  }

  String apply(Run run, Object value) {
    boolean number = Numbers.isNumber(value) && !(value instanceof Boolean && type == ' ');
    if (!number || type == 's') {
      String text = Printer.text(run, value);
      boolean cut = precision >= 0 && precision < PythonText.length(text);
      String shown = cut ? PythonText.between(text, 0, precision) : text;
      return pad(run, shown, fill, align == ' ' || align == '=' ? '<' : align, width);
    }
    String digits = digits(value);
    boolean negative = digits.startsWith("-");
    String mark = negative ? "-" : sign == '-' ? "" : String.valueOf(sign);
    String body = negative ? digits.substring(1) : digits;
    if (align == '=') {
      return mark + pad(run, body, fill, '>', width - mark.length());
    }
    return pad(run, mark + body, fill, align == ' ' ? '>' : align, width);
  }

  private String digits(Object value) {
    int places = precision < 0 ? 6 : precision;
    return switch (type) {
      case 'f', 'F' -> grouped(fixed(Numbers.toDouble(value), places));
      case '%' -> fixed(Numbers.toDouble(value) * 100, places) + "%";
      case 'e' -> String.format(Locale.ROOT, "%." + places + "e", Numbers.toDouble(value));
      case ' ' -> grouped(value instanceof Double d ? general(d) : value.toString());
      default -> radix(Numbers.integer(value, "the format '" + type + "'"));
    };
  }

  private String general(double value) {
    if (precision >= 0) {
      throw new Failure("a precision needs the format 'f', 'e' or '%'");
    }
    return Numbers.print(value);
  }

  private String radix(long value) {
    String sign = value < 0 ? "-" : "";
    // As an unsigned text, so that the smallest number has a magnitude too.
    long magnitude = Math.abs(value);
    return switch (type) {
      case 'd' -> grouped(Long.toString(value));
      case 'x' -> sign + Long.toUnsignedString(magnitude, 16);
      case 'X' -> sign + Case.upper(Long.toUnsignedString(magnitude, 16));
      case 'o' -> sign + Long.toUnsignedString(magnitude, 8);
      case 'b' -> sign + Long.toUnsignedString(magnitude, 2);
      case 'c' -> Character.toString((int) value);
      default -> throw new Failure("the format '" + type + "' is not supported");
    };
  }

  private String grouped(String digits) {
    if (grouping.isEmpty()) {
      return digits;
    }
    int point = digits.indexOf('.');
    String whole = point < 0 ? digits : digits.substring(0, point);
    String rest = point < 0 ? "" : digits.substring(point);
    return whole.replaceAll("(?<=\\d)(?=(\\d{3})+$)", grouping) + rest;
  }

  /** Rounds the exact binary value, half to even, as C does. */
  static String fixed(double value, int places) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return Numbers.print(value);
    }
    String digits =
        new BigDecimal(value).setScale(places, RoundingMode.HALF_EVEN).abs().toPlainString();
    return (value < 0 || 1 / value < 0 ? "-" : "") + digits;
  }

  static String pad(Run run, String text, String fill, char align, long width) {
    if (PythonText.length(fill) != 1) {
      throw new Failure("a text is filled up with one character, not with '" + fill + "'");
    }
    run.budget().checkSize(width);
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
}
