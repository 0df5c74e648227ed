package dev.sparring.template;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;

/** Filters that make numbers. */
final class NumberFilters {
  private static final String SPACE_OR_UNDERSCORE = "(?<=\\d)_(?=\\d)";

  static final Map<String, Filter> FILTERS =
      Map.of(
          "int", NumberFilters::integer,
          "float", NumberFilters::floating,
          "abs", NumberFilters::absolute,
          "round", NumberFilters::round,
          "sum", NumberFilters::sum);

  private NumberFilters() {}

  private static Object integer(Run run, Object input, Arguments arguments) {
    Arguments.Bound given = arguments.bind("default", "base");
    Object fallback = given.or("default", 0L);
    refuseUndefined(input);
    if (input instanceof String text) {
      Long whole = parse(text, (int) given.integer("base", 10));
      Double fraction = whole == null ? parse(text) : null;
      return whole != null ? whole : fraction == null ? fallback : truncate(fraction, fallback);
    }
    return Numbers.isInteger(input)
        ? (Object) Numbers.toLong(input)
        : input instanceof Double number ? truncate(number, fallback) : fallback;
  }

  private static Object truncate(double number, Object fallback) {
    if (Double.isNaN(number) || Math.abs(number) >= 0x1p63) {
      return fallback;
    }
    return (long) number;
  }

  private static Long parse(String text, int base) {
    String digits = PythonText.strip(text, null).replaceAll(SPACE_OR_UNDERSCORE, "");
    String prefix = base == 16 ? "0x" : base == 8 ? "0o" : base == 2 ? "0b" : "";
    String plain =
        !prefix.isEmpty() && Case.lower(digits).startsWith(prefix) ? digits.substring(2) : digits;
    try {
      return Long.valueOf(plain, base);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /**
   * Unlike Java, Python takes neither a hexadecimal fraction nor a type's letter behind the number.
   */
  private static Double parse(String text) {
    String digits = PythonText.strip(text, null).replaceAll(SPACE_OR_UNDERSCORE, "");
    if (digits.matches("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?")) {
      return Double.valueOf(digits);
    }
    return switch (Case.lower(digits)) {
      case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      case "nan", "+nan", "-nan" -> Double.NaN;
      default -> null;
    };
  }

  private static Object floating(Run run, Object input, Arguments arguments) {
    Object fallback = arguments.bind("default").or("default", 0.0);
    refuseUndefined(input);
    if (input instanceof String text) {
      Double parsed = parse(text);
      return parsed == null ? fallback : parsed;
    }
    return Numbers.isNumber(input) ? (Object) Numbers.toDouble(input) : fallback;
  }

  private static Object absolute(Run run, Object input, Arguments arguments) {
    arguments.bind();
    boolean negative = Numbers.toDouble(number(input, arguments)) < 0;
    return Numbers.sign(input, negative);
  }

  private static Object round(Run run, Object input, Arguments arguments) {
    Arguments.Bound given = arguments.bind("precision", "method");
    int places = (int) Math.max(-400, Math.min(400, given.integer("precision", 0)));
    String method = given.has("method") ? given.requiredText("method") : "common";
    double value = Numbers.toDouble(number(input, arguments));
    double shift = StrictMath.pow(10, places);
    return switch (method) {
      case "common" -> common(input, value, places);
      case "ceil" -> Math.ceil(value * shift) / shift;
      case "floor" -> Math.floor(value * shift) / shift;
      default -> throw new Failure("the filter 'round' knows the methods common, ceil and floor");
    };
  }

  private static Object common(Object input, double value, int places) {
    boolean whole = Numbers.isInteger(input);
    return whole && places >= 0 ? (Object) Numbers.toLong(input) : rounded(value, places, whole);
  }

  private static Object rounded(double value, int places, boolean whole) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return value;
    }
    BigDecimal rounded = new BigDecimal(value).setScale(places, RoundingMode.HALF_EVEN);
    return whole ? (Object) rounded.longValue() : Double.valueOf(rounded.doubleValue());
  }

  private static Object sum(Run run, Object input, Arguments arguments) {
    Arguments.Bound given = arguments.bind("attribute", "start");
    Object attribute = given.or("attribute", null);
    Object sum = given.or("start", 0L);
    for (Object item : Sequences.elements(run, input)) {
      Object value = attribute == null ? item : Sequences.follow(run, item, attribute);
      sum = run.measured(Operators.apply(run, "+", sum, value));
    }
    return sum;
  }

  private static Object number(Object input, Arguments arguments) {
    refuseUndefined(input);
    if (!Numbers.isNumber(input)) {
      throw new Failure(arguments.callee() + " needs a number, got " + Values.typeName(input));
    }
    return input;
  }

  private static void refuseUndefined(Object input) {
    if (input instanceof Undefined undefined) {
      throw undefined.failure();
    }
  }
}
