package dev.sparring.template;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** All tests by name: what may stand behind {@code is}. */
final class IsTests {
  private static final Map<String, IsTest> BY_NAME = collect();

  private IsTests() {}

  private static Map<String, IsTest> collect() {
    Map<String, IsTest> tests = new HashMap<>();
    types(tests);
    comparisons(tests);
    plain(tests, "defined", value -> !(value instanceof Undefined));
    plain(tests, "undefined", Undefined.class::isInstance);
    plain(tests, "none", value -> value == null);
    plain(tests, "true", Boolean.TRUE::equals);
    plain(tests, "false", Boolean.FALSE::equals);
    tests.put("even", (run, value, arguments) -> remainder(run, value, 2L) == 0);
    tests.put("odd", (run, value, arguments) -> remainder(run, value, 2L) != 0);
    tests.put(
        "divisibleby",
        (run, value, a) -> remainder(run, value, a.bind("num").required("num")) == 0);
    tests.put("lower", (run, value, a) -> Case.isLower(Printer.text(run, value)));
    tests.put("upper", (run, value, a) -> Case.isUpper(Printer.text(run, value)));
    plain(tests, "filter", value -> value instanceof String name && Filters.find(name) != null);
    plain(tests, "test", value -> value instanceof String name && find(name) != null);
    plain(tests, "escaped", value -> false);
    return Map.copyOf(tests);
  }

  private static void types(Map<String, IsTest> tests) {
    plain(tests, "string", String.class::isInstance);
    plain(tests, "number", Numbers::isNumber);
    plain(tests, "integer", Long.class::isInstance);
    plain(tests, "float", Double.class::isInstance);
    plain(tests, "boolean", Boolean.class::isInstance);
    plain(tests, "mapping", Map.class::isInstance);
    plain(tests, "callable", v -> v instanceof Invocable || v instanceof Undefined);
    plain(tests, "iterable", Sequences::isIterable);
    plain(
        tests,
        "sequence",
        value ->
            value instanceof String
                || value instanceof List
                || value instanceof Map
                || value instanceof Undefined);
  }

  private static void comparisons(Map<String, IsTest> tests) {
    Map<String, List<String>> names =
        Map.of(
            "==", List.of("==", "eq", "equalto"),
            "!=", List.of("!=", "ne"),
            "<", List.of("<", "lt", "lessthan"),
            "<=", List.of("<=", "le"),
            ">", List.of(">", "gt", "greaterthan"),
            ">=", List.of(">=", "ge"),
            "in", List.of("in"));
    names.forEach(
        (operator, all) -> {
          for (String name : all) {
            tests.put(
                name,
                (run, value, arguments) ->
                    Comparisons.holds(
                        run, operator, value, arguments.bind("other").required("other")));
          }
        });
    tests.put("sameas", (run, value, a) -> same(run, value, a.bind("other").required("other")));
  }

  /**
   * Identity: exact for none, booleans and containers; equal texts and numbers of one type count as
   * one.
   */
  private static boolean same(Run run, Object a, Object b) {
    boolean plain = a instanceof String || a instanceof Long || a instanceof Double;
    return a == b
        || (a instanceof Boolean && a.equals(b))
        || (plain && b != null && a.getClass() == b.getClass() && Comparisons.equal(run, a, b));
  }

  private static double remainder(Run run, Object value, Object divisor) {
    if (!(value instanceof Undefined) && !Numbers.isNumber(value)) {
      throw new Failure("a remainder needs a number, got " + Values.typeName(value));
    }
    return Numbers.toDouble(Operators.apply(run, "%", value, divisor));
  }

  private static void plain(Map<String, IsTest> tests, String name, Predicate<Object> test) {
    tests.put(
        name,
        (run, value, arguments) -> {
          arguments.bind();
          return test.test(value);
        });
  }

  /** The test, or {@code null} when there is none of that name. */
  static IsTest find(String name) {
    return BY_NAME.get(name);
  }

  static String unknown(String name) {
    return "No test named '" + name + "'.";
  }
}
