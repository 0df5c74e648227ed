package dev.sparring.template;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** All tests by name: what may stand behind {@code is}. */
final class BuiltinTests {
  private static final Map<String, TemplateTest> BY_NAME = collect();

  private BuiltinTests() {}

  private static Map<String, TemplateTest> collect() {
    Map<String, TemplateTest> tests = new HashMap<>();
    types(tests);
    comparisons(tests);
    plain(tests, "defined", value -> !(value instanceof Undefined));
    plain(tests, "undefined", Undefined.class::isInstance);
    plain(tests, "none", value -> value == null);
    plain(tests, "true", Boolean.TRUE::equals);
    plain(tests, "false", Boolean.FALSE::equals);
    plain(tests, "escaped", Markup.class::isInstance);
    tests.put("even", (context, value, a) -> remainder(context, value, noArgument(a), 0));
    tests.put("odd", (context, value, a) -> remainder(context, value, noArgument(a), 1));
    tests.put(
        "divisibleby",
        (context, value, a) -> remainder(context, value, a.bind("num").required("num"), 0));
    text(tests, "lower", LetterCase::isLower);
    text(tests, "upper", LetterCase::isUpper);
    named(tests, "filter", name -> BuiltinFilters.find(name) != null);
    named(tests, "test", name -> find(name) != null);
    return Map.copyOf(tests);
  }

  private static void types(Map<String, TemplateTest> tests) {
    plain(tests, "string", Markup::isText);
    plain(tests, "number", Complex::isOperand);
    plain(tests, "integer", v -> Numbers.isInteger(v) && !(v instanceof Boolean));
    plain(tests, "float", Double.class::isInstance);
    plain(tests, "boolean", Boolean.class::isInstance);
    plain(tests, "mapping", Dict.class::isInstance);
    plain(tests, "callable", v -> v instanceof TemplateFunction || v instanceof Undefined);
    plain(tests, "iterable", Iterables::isIterable);
    plain(
        tests, "sequence", v -> Slices.isSliced(v) || v instanceof Dict || v instanceof Undefined);
  }

  private static void comparisons(Map<String, TemplateTest> tests) {
    Map<String, List<String>> names =
        Map.of(
            "==", List.of("==", "eq", "equalto"),
            "!=", List.of("!=", "ne"),
            "<", List.of("<", "lt", "lessthan"),
            "<=", List.of("<=", "le"),
            ">", List.of(">", "gt", "greaterthan"),
            ">=", List.of(">=", "ge"));
    names.forEach(
        (operator, all) -> {
          TemplateTest test =
              (context, value, arguments) ->
                  Comparisons.holds(
                      context, operator, value, arguments.bindPositional("b").required("b"));
          all.forEach(name -> tests.put(name, test));
        });
    tests.put(
        "in",
        (context, value, a) -> Comparisons.contains(context, a.bind("seq").required("seq"), value));
    tests.put(
        "sameas", (context, value, a) -> same(context, value, a.bind("other").required("other")));
  }

  /**
   * Identity: exact for none, booleans and containers; equal texts and numbers of one type count as
   * one.
   */
  private static boolean same(RenderContext context, Object a, Object b) {
    boolean plain = Markup.isText(a) || (Numbers.isNumber(a) && !(a instanceof Boolean));
    return a == b
        || (a instanceof Boolean && a.equals(b))
        || (plain && b != null && a.getClass() == b.getClass() && Comparisons.equal(context, a, b));
  }

  private static Object noArgument(Arguments arguments) {
    arguments.bind();
    return 2L;
  }

  private static boolean remainder(
      RenderContext context, Object value, Object divisor, long wanted) {
    Object rest = Operators.apply(context, "%", value, divisor);
    return Comparisons.equal(context, rest, wanted);
  }

  private static void plain(Map<String, TemplateTest> tests, String name, Predicate<Object> test) {
    tests.put(
        name,
        (context, value, arguments) -> {
          arguments.bind();
          return test.test(value);
        });
  }

  /** A test of what a value prints. */
  private static void text(Map<String, TemplateTest> tests, String name, Predicate<String> test) {
    tests.put(
        name,
        (context, value, arguments) -> {
          arguments.bind();
          return test.test(PythonRepr.text(context, value));
        });
  }

  /** A test whether there is something of a name, which has to be fit for the key of a dict. */
  private static void named(Map<String, TemplateTest> tests, String name, Predicate<String> known) {
    tests.put(
        name,
        (context, value, arguments) -> {
          arguments.bind();
          return Dict.hashable(context, value) instanceof String text && known.test(text);
        });
  }

  /** The test, or {@code null} when there is none of that name. */
  static TemplateTest find(String name) {
    return BY_NAME.get(name);
  }

  static String unknown(String name) {
    return "No test named '" + name + "'.";
  }
}
