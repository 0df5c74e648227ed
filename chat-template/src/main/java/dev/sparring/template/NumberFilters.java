package dev.sparring.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Map;

/** Filters that make numbers, or a text of a number. */
final class NumberFilters {
  /** No float changes when it is rounded to as many places, and none is left with so few. */
  private static final long MOST_PLACES = 400;

  static final Map<String, TemplateFilter> FILTERS =
      Map.of(
          "int", NumberFilters::integer,
          "float", NumberFilters::floating,
          "abs", NumberFilters::absolute,
          "round", NumberFilters::round,
          "filesizeformat", NumberFilters::fileSize);

  private NumberFilters() {}

  private static Object integer(RenderContext context, Object input, Arguments arguments) {
    Arguments.Bound given = arguments.bind("default", "base");
    Object fallback = given.or("default", 0L);
    Object base = given.or("base", 10L);
    Undefined.refuse(input);
    if (Numbers.isInteger(input)) {
      return Numbers.normal(Numbers.big(input));
    }
    if (Markup.isText(input)) {
      String text = Markup.text(input);
      boolean usable = Numbers.isInteger(base) && !(base instanceof BigInteger);
      Object whole = usable ? NumberParsing.integer(text, Numbers.clamped(base)) : null;
      Double fraction = whole == null ? NumberParsing.floating(text) : null;
      boolean none = fraction == null || FloatText.isSpecial(fraction);
      return whole != null ? whole : none ? fallback : NumberParsing.truncated(fraction);
    }
    // Python has no integer for infinity, and none for what is not a number either.
    return input instanceof Double number && !Double.isNaN(number)
        ? NumberParsing.truncated(number)
        : fallback;
  }

  private static Object floating(RenderContext context, Object input, Arguments arguments) {
    Object fallback = arguments.bind("default").or("default", 0.0);
    Undefined.refuse(input);
    Object number = Markup.isText(input) ? NumberParsing.floating(Markup.text(input)) : input;
    return Numbers.isNumber(number) ? (Object) Numbers.toDouble(number) : fallback;
  }

  private static Object absolute(RenderContext context, Object input, Arguments arguments) {
    arguments.bind();
    if (input instanceof Complex complex) {
      return complex.size();
    }
    Object number = number(input, arguments);
    return Numbers.sign(number, NumberFormat.isNegative(number));
  }

  private static Object round(RenderContext context, Object input, Arguments arguments) {
    Arguments.Bound given = arguments.bind("precision", "method");
    Object precision = given.or("precision", 0L);
    String method = given.has("method") ? given.requiredText("method") : "common";
    return switch (method) {
      case "common" -> common(number(input, arguments), precision, given);
      case "ceil", "floor" -> shifted(context, input, precision, method.equals("ceil"));
      default ->
          throw new TemplateRuntimeException(
              "the filter 'round' knows the methods common, ceil and floor");
    };
  }

  /** Rounds half to even; without a precision to an integer. */
  private static Object common(Object number, Object precision, Arguments.Bound given) {
    boolean whole = Numbers.isInteger(number);
    if (!whole && precision == null) {
      double value = Numbers.toDouble(number);
      return NumberParsing.truncated(FloatText.isSpecial(value) ? value : Math.rint(value));
    }
    long wanted = precision == null ? 0 : places(given);
    if (whole && wanted >= 0) {
      return Numbers.normal(Numbers.big(number));
    }
    if (!whole && FloatText.isSpecial(Numbers.toDouble(number))) {
      return number;
    }
    BigDecimal exact =
        whole ? new BigDecimal(Numbers.big(number)) : new BigDecimal(Numbers.toDouble(number));
    int places = (int) Math.max(-MOST_PLACES * 1000, Math.min(MOST_PLACES, wanted));
    BigDecimal rounded = exact.setScale(places, RoundingMode.HALF_EVEN);
    return whole
        ? Numbers.normal(rounded.toBigInteger())
        : (Object) finite(rounded.doubleValue(), Numbers.toDouble(number));
  }

  private static long places(Arguments.Bound given) {
    return given.integer("precision", 0);
  }

  private static double finite(double rounded, double value) {
    if (Double.isInfinite(rounded)) {
      throw new TemplateRuntimeException("the rounded number is too large for a float");
    }
    return rounded == 0 ? Math.copySign(0.0, value) : rounded;
  }

  /** {@code ceil(value * 10**precision) / 10**precision}, with Python's operators. */
  private static Object shifted(RenderContext context, Object input, Object precision, boolean up) {
    Undefined.refuse(input);
    Object shift = Operators.apply(context, "**", 10L, precision);
    Object moved = Operators.apply(context, "*", input, shift);
    if (!Numbers.isNumber(moved)) {
      throw PythonTypes.wrongType("the filter 'round'", "a number", input);
    }
    Object whole = moved;
    if (moved instanceof Double value) {
      whole = NumberParsing.truncated(up ? Math.ceil(value) : Math.floor(value));
    }
    return Operators.apply(context, "/", whole, shift);
  }

  /** A number of bytes in the unit that suits it. */
  private static Object fileSize(RenderContext context, Object input, Arguments arguments) {
    boolean binary = arguments.bind("binary").isTrue("binary");
    Undefined.refuse(input);
    Object number = Markup.isText(input) ? NumberParsing.floating(Markup.text(input)) : input;
    double bytes = Numbers.toDouble(number(number, arguments));
    double base = binary ? 1024 : 1000;
    if (bytes == 1) {
      return "1 Byte";
    }
    if (bytes < base) {
      return IntegerArithmetic.print(NumberParsing.truncated(bytes)) + " Bytes";
    }
    String prefixes = "kMGTPEZY";
    int step = 0;
    BigInteger unit = BigInteger.valueOf((long) base).pow(2);
    while (step < prefixes.length() - 1
        && !(Numbers.isOrdered(bytes, unit) && Numbers.compare(bytes, Numbers.normal(unit)) < 0)) {
      unit = unit.multiply(BigInteger.valueOf((long) base));
      step++;
    }
    double shown = base * bytes / unit.doubleValue();
    String digits =
        FloatText.isSpecial(shown) ? FloatText.special(shown) : FloatText.fixed(shown, 1);
    String prefix = prefixes.substring(step, step + 1);
    return digits + " " + (binary ? LetterCase.upper(prefix) + "iB" : prefix + "B");
  }

  private static Object number(Object input, Arguments arguments) {
    Undefined.refuse(input);
    if (!Numbers.isNumber(input)) {
      throw PythonTypes.wrongType(arguments.callee(), "a number", input);
    }
    return input;
  }
}
