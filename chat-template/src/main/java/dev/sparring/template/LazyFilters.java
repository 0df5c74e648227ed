package dev.sparring.template;

import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Filters that return a sequence which is computed while it is walked. What they are given wrong
 * shows no earlier than that: {@code none | selectattr('x') | list} is an empty list.
 */
final class LazyFilters {
  static final Map<String, TemplateFilter> FILTERS =
      Map.of(
          "map", LazyFilters::map,
          "select", (context, input, a) -> select(context, input, a, 0, true),
          "reject", (context, input, a) -> select(context, input, a, 0, false),
          "selectattr", (context, input, a) -> select(context, input, a, 1, true),
          "rejectattr", (context, input, a) -> select(context, input, a, 1, false),
          "items", LazyFilters::items,
          "unique", LazyFilters::unique);

  private LazyFilters() {}

  private static Object items(RenderContext context, Object input, Arguments arguments) {
    arguments.bind();
    return Generator.lazily(
        "do_items",
        () -> {
          if (!(input instanceof Undefined) && !(input instanceof Dict)) {
            throw PythonTypes.wrongType(arguments.callee(), "a dict", input);
          }
          List<Object> items = input instanceof Dict dict ? dict.items() : List.of();
          return source(context, items.iterator(), item -> item);
        });
  }

  /** Every item of an iterator, after {@code change}. */
  private static Generator.Source source(
      RenderContext context, Iterator<Object> items, UnaryOperator<Object> change) {
    return () -> {
      if (!items.hasNext()) {
        return Missing.MISSING;
      }
      context.budget().spend(1);
      return change.apply(items.next());
    };
  }

  private static Object map(RenderContext context, Object input, Arguments arguments) {
    return Generator.lazily(
        "sync_do_map",
        () -> {
          if (!PythonTypes.isTrue(input)) {
            return () -> Missing.MISSING;
          }
          UnaryOperator<Object> mapping = mapping(context, arguments);
          return source(context, Iterables.iterator(context, input), mapping);
        });
  }

  private static UnaryOperator<Object> mapping(RenderContext context, Arguments arguments) {
    if (arguments.positional().isEmpty() && arguments.named().containsKey("attribute")) {
      Arguments.Bound given = arguments.bind("attribute", "default");
      AttributePath path =
          AttributePath.of(context, given.required("attribute"), given.or("default", null));
      return item -> path.follow(context, item);
    }
    Object name = argument(arguments, 0);
    Arguments rest = arguments.after(1);
    return item -> {
      TemplateFilter filter = name instanceof String known ? BuiltinFilters.find(known) : null;
      if (filter == null) {
        throw new TemplateRuntimeException(BuiltinFilters.unknown(shown(context, name)));
      }
      return context.measured(filter.apply(context, context.read(item), rest));
    };
  }

  private static String shown(RenderContext context, Object name) {
    Undefined.refuse(name);
    String text = PythonRepr.text(context, name);
    return text.length() > 80 || text.indexOf('\n') >= 0 ? "…" : text;
  }

  private static Object argument(Arguments arguments, int index) {
    if (arguments.positional().size() <= index) {
      throw new TemplateRuntimeException(arguments.callee() + " needs more arguments");
    }
    Object argument = arguments.positional().get(index);
    return argument instanceof Markup markup ? markup.text() : argument;
  }

  /**
   * Items by a test, or by their own truth; of an attribute when {@code attributes} is 1.
   *
   * @param wanted what the test has to say of the items that stay
   */
  private static Object select(
      RenderContext context, Object input, Arguments arguments, int attributes, boolean wanted) {
    return Generator.lazily(
        "select_or_reject",
        () -> {
          if (!PythonTypes.isTrue(input)) {
            return () -> Missing.MISSING;
          }
          Object attribute = attributes == 0 ? null : argument(arguments, 0);
          AttributePath path = AttributePath.of(context, attribute);
          Predicate<Object> test = test(context, arguments, attributes);
          Iterator<Object> items = Iterables.iterator(context, input);
          return selected(context, items, item -> test.test(path.follow(context, item)) == wanted);
        });
  }

  private static Generator.Source selected(
      RenderContext context, Iterator<Object> items, Predicate<Object> fits) {
    return () -> {
      while (items.hasNext()) {
        context.budget().spend(1);
        Object item = items.next();
        if (fits.test(item)) {
          return item;
        }
      }
      return Missing.MISSING;
    };
  }

  /** The test that the argument at {@code index} names, or the truth of a value without one. */
  private static Predicate<Object> test(RenderContext context, Arguments arguments, int index) {
    if (arguments.positional().size() <= index) {
      return PythonTypes::isTrue;
    }
    Object name = argument(arguments, index);
    Arguments rest = arguments.after(index + 1);
    return value -> {
      TemplateTest test = name instanceof String known ? BuiltinTests.find(known) : null;
      if (test == null) {
        throw new TemplateRuntimeException(BuiltinTests.unknown(shown(context, name)));
      }
      return test.holds(context, context.read(value), rest);
    };
  }

  private static Object unique(RenderContext context, Object input, Arguments arguments) {
    Arguments.Bound given = arguments.bind("case_sensitive", "attribute");
    boolean sensitive = given.isTrue("case_sensitive");
    return Generator.lazily(
        "sync_do_unique",
        () -> {
          AttributePath path = AttributePath.of(context, given.or("attribute", null));
          Set<Object> seen = new HashSet<>();
          Iterator<Object> items = Iterables.iterator(context, input);
          return selected(
              context,
              items,
              item -> seen.add(Dict.hashable(context, path.key(context, item, sensitive))));
        });
  }
}
