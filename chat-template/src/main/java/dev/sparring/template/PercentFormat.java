package dev.sparring.template;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code '%s has %d' % (a, b)}. */
final class PercentFormat {
  private static final Pattern FIELD =
      Pattern.compile("%(?:\\(([^)]*)\\))?([-+ 0#]*)(\\d{0,9})(?:\\.(\\d{0,4}))?([a-zA-Z%])");

  private final Run run;
  private final List<?> values;
  private final Object single;
  private int used;

  private PercentFormat(Run run, Object operand) {
    this.run = run;
    this.single = operand;
    this.values = operand instanceof Tuple tuple ? tuple : null;
  }

  static String format(Run run, String format, Object operand) {
    return new PercentFormat(run, operand).fill(format);
  }

  private String fill(String format) {
    StringBuilder out = new StringBuilder();
    Matcher fields = FIELD.matcher(format);
    int at = 0;
    for (int mark = format.indexOf('%'); mark >= 0; mark = format.indexOf('%', at)) {
      if (!fields.region(mark, format.length()).lookingAt()) {
        throw new Failure("a '%' in the format has no known letter behind it");
      }
      out.append(format, at, mark).append(field(fields));
      run.budget().checkSize(out.length());
      at = fields.end();
    }
    boolean left =
        values != null
            ? used < values.size()
            : used == 0 && !(single instanceof Map) && !(single instanceof List);
    if (left) {
      throw new Failure("the format leaves a value over");
    }
    return out.append(format, at, format.length()).toString();
  }

  private String field(Matcher field) {
    char type = field.group(5).charAt(0);
    if (type == '%') {
      return "%";
    }
    Object value = field.group(1) != null ? named(field.group(1)) : next();
    boolean number = "diufFeExXo".indexOf(type) >= 0;
    if (number && !Numbers.isNumber(value)) {
      throw new Failure("%" + type + " needs a number, got " + Values.typeName(value));
    }
    Object shown = value;
    if (!number) {
      shown = type == 's' ? Printer.text(run, value) : Printer.representation(run, value);
    } else if ("diuxXo".indexOf(type) >= 0) {
      shown = value instanceof Double d ? (Object) d.longValue() : Numbers.toLong(value);
    }
    return spec(field, number ? ("iu".indexOf(type) >= 0 ? 'd' : type) : 's').apply(run, shown);
  }

  private static FormatSpec spec(Matcher field, char type) {
    String flags = field.group(2);
    boolean left = flags.indexOf('-') >= 0;
    boolean zero = !left && type != 's' && flags.indexOf('0') >= 0;
    String precision = field.group(4);
    return new FormatSpec(
        zero ? "0" : " ",
        left ? '<' : zero ? '=' : '>',
        flags.indexOf('+') >= 0 ? '+' : flags.indexOf(' ') >= 0 ? ' ' : '-',
        field.group(3).isEmpty() ? 0 : Long.parseLong(field.group(3)),
        "",
        precision == null ? -1 : precision.isEmpty() ? 0 : Integer.parseInt(precision),
        type);
  }

  private Object named(String name) {
    if (single instanceof Map<?, ?> dict && dict.containsKey(name)) {
      return dict.get(name);
    }
    throw new Failure("the format has no value '" + name + "'");
  }

  private Object next() {
    int index = used++;
    if (index >= (values != null ? values.size() : 1)) {
      throw new Failure("the format needs more values");
    }
    return values != null ? values.get(index) : single;
  }
}
