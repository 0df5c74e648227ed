package dev.sparring.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The filters that map and select items by filters, tests and attributes. */
final class SelectFilters {
  static final Map<String, Filter> FILTERS =
      Map.of(
          "map", SelectFilters::map,
          "select", (run, input, a) -> select(run, input, a, false, true),
          "reject", (run, input, a) -> select(run, input, a, false, false),
          "selectattr", (run, input, a) -> select(run, input, a, true, true),
          "rejectattr", (run, input, a) -> select(run, input, a, true, false));

  private SelectFilters() {}

  private static Object map(Run run, Object input, Arguments arguments) {
    List<Object> mapped = new ArrayList<>();
    boolean byAttribute =
        arguments.positional().isEmpty() && arguments.named().containsKey("attribute");
    Filter filter = byAttribute ? attribute(arguments) : named(arguments);
    Arguments rest = byAttribute ? Arguments.none(arguments.callee()) : rest(arguments, 1);
    for (Object item : Sequences.elements(run, input)) {
      run.budget().spend(1);
      mapped.add(run.measured(filter.apply(run, item, rest)));
    }
    return new Generator(mapped);
  }

  private static Filter attribute(Arguments arguments) {
    Arguments.Bound given = arguments.bind("attribute", "default");
    Object path = given.required("attribute");
    Object fallback = given.or("default", null);
    return (run, item, none) -> {
      Object value = Sequences.follow(run, item, path);
      return value instanceof Undefined && fallback != null ? fallback : value;
    };
  }

  private static Filter named(Arguments arguments) {
    String name = name(arguments, 0);
    Filter filter = Filters.find(name);
    if (filter == null) {
      throw new Failure(Filters.unknown(name));
    }
    return filter;
  }

  private static Object select(
      Run run, Object input, Arguments arguments, boolean byAttribute, boolean wanted) {
    int first = byAttribute ? 1 : 0;
    Object path = byAttribute ? argument(arguments, 0) : null;
    Predicate<Object> test = test(run, arguments, first);
    List<Object> selected = new ArrayList<>();
    for (Object item : Sequences.elements(run, input)) {
      run.budget().spend(1);
      Object value = byAttribute ? Sequences.follow(run, item, path) : item;
      if (test.test(value) == wanted) {
        selected.add(item);
      }
    }
    return new Generator(selected);
  }

  /**
   * The test named by the argument at {@code index}, or the truth of the value when there is none.
   */
  private static Predicate<Object> test(Run run, Arguments arguments, int index) {
    if (arguments.positional().size() <= index) {
      return Values::isTrue;
    }
    String name = name(arguments, index);
    IsTest test = IsTests.find(name);
    if (test == null) {
      throw new Failure(IsTests.unknown(name));
    }
    Arguments rest = rest(arguments, index + 1);
    return value -> test.holds(run, value, rest);
  }

  private static String name(Arguments arguments, int index) {
    if (argument(arguments, index) instanceof String name) {
      return name;
    }
    throw new Failure(arguments.callee() + " needs the name of a filter or test as a text");
  }

  private static Object argument(Arguments arguments, int index) {
    if (arguments.positional().size() <= index) {
      throw new Failure(arguments.callee() + " needs more arguments");
    }
    return arguments.positional().get(index);
  }

  private static Arguments rest(Arguments arguments, int from) {
    List<Object> positional = arguments.positional();
    return new Arguments(
        arguments.callee(), positional.subList(from, positional.size()), arguments.named());
  }
}
