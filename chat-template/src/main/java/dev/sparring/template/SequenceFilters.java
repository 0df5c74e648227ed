package dev.sparring.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Filters over everything that can be walked: its length, its ends, its order. */
final class SequenceFilters {
  static final Map<String, TemplateFilter> FILTERS =
      Map.ofEntries(
          Map.entry("length", SequenceFilters::length),
          Map.entry("count", SequenceFilters::length),
          Map.entry("first", SequenceFilters::first),
          Map.entry("last", SequenceFilters::last),
          Map.entry("list", SequenceFilters::list),
          Map.entry("reverse", SequenceFilters::reverse),
          Map.entry("sort", SequenceFilters::sort),
          Map.entry("dictsort", SequenceFilters::dictSort),
          Map.entry("groupby", SequenceFilters::groupBy),
          Map.entry("min", (context, input, a) -> extreme(context, input, a, "<")),
          Map.entry("max", (context, input, a) -> extreme(context, input, a, ">")),
          Map.entry("sum", SequenceFilters::sum));

  private SequenceFilters() {}

  private static Object length(RenderContext context, Object input, Arguments arguments) {
    arguments.bind();
    return Iterables.length(input);
  }

  private static Object first(RenderContext context, Object input, Arguments arguments) {
    arguments.bind();
    Iterator<Object> items = Iterables.iterator(context, input);
    return items.hasNext() ? items.next() : new Undefined("No first item, sequence was empty.");
  }

  private static Object last(RenderContext context, Object input, Arguments arguments) {
    arguments.bind();
    Generator backwards = Iterables.reversed(input);
    if (backwards == null) {
      throw new TemplateRuntimeException(
          "a value of type " + PythonTypes.typeName(input) + " has no last item");
    }
    return backwards.hasNext()
        ? backwards.next()
        : new Undefined("No last item, sequence was empty.");
  }

  private static Object list(RenderContext context, Object input, Arguments arguments) {
    arguments.bind();
    return Iterables.list(context, input);
  }

  private static Object reverse(RenderContext context, Object input, Arguments arguments) {
    arguments.bind();
    if (Markup.isText(input)) {
      return Slices.slice(context, input, null, null, -1L, false);
    }
    Generator backwards = Iterables.reversed(input);
    if (backwards != null) {
      return backwards;
    }
    List<Object> items = Iterables.list(context, input);
    Collections.reverse(items);
    return items;
  }

  private static Object sort(RenderContext context, Object input, Arguments arguments) {
    Arguments.Bound given = arguments.bind("reverse", "case_sensitive", "attribute");
    boolean sensitive = given.isTrue("case_sensitive");
    List<AttributePath> paths = AttributePath.several(context, given.or("attribute", null));
    UnaryOperator<Object> keys =
        item -> {
          List<Object> all = new ArrayList<>(paths.size());
          paths.forEach(path -> all.add(path.key(context, item, sensitive)));
          return all;
        };
    List<Object> items = Iterables.list(context, input);
    return PythonSort.sorted(context, items, keys, given.isTrue("reverse"));
  }

  private static Object dictSort(RenderContext context, Object input, Arguments arguments) {
    Arguments.Bound given = arguments.bind("case_sensitive", "by", "reverse");
    Object by = given.or("by", "key");
    boolean key = Comparisons.equal(context, by, "key");
    if (!key && !Comparisons.equal(context, by, "value")) {
      throw new TemplateRuntimeException("the filter 'dictsort' sorts by 'key' or by 'value'");
    }
    Undefined.refuse(input);
    if (!(input instanceof Dict dict)) {
      throw PythonTypes.wrongType(arguments.callee(), "a dict", input);
    }
    boolean sensitive = given.isTrue("case_sensitive");
    UnaryOperator<Object> part =
        item -> {
          Object value = ((Tuple) item).get(key ? 0 : 1);
          return sensitive ? value : AttributePath.withoutCase(value);
        };
    return PythonSort.sorted(context, dict.items(), part, given.isTrue("reverse"));
  }

  /** Pairs of a key and the items that have it, in the order of the keys. */
  private static Object groupBy(RenderContext context, Object input, Arguments arguments) {
    Arguments.Bound given = arguments.bind("attribute", "default", "case_sensitive");
    boolean sensitive = given.isTrue("case_sensitive");
    AttributePath path =
        AttributePath.of(context, given.required("attribute"), given.or("default", null));
    UnaryOperator<Object> key = item -> path.key(context, item, sensitive);
    List<Object> sorted = PythonSort.sorted(context, Iterables.list(context, input), key, false);
    List<Object> groups = new ArrayList<>();
    List<Object> group = new ArrayList<>();
    Object current = Missing.MISSING;
    for (Object item : sorted) {
      Object next = key.apply(item);
      if (current == Missing.MISSING || !Comparisons.equal(context, current, next)) {
        group = new ArrayList<>();
        // The key as the first of the group has it, in its own case.
        groups.add(new GroupBuilder(path.follow(context, item), group));
        current = next;
      }
      group.add(item);
    }
    groups.replaceAll(built -> ((GroupBuilder) built).build());
    return groups;
  }

  private record GroupBuilder(Object grouper, List<Object> items) {
    Tuple.Group build() {
      return new Tuple.Group(grouper, items);
    }
  }

  private static Object extreme(
      RenderContext context, Object input, Arguments arguments, String better) {
    Arguments.Bound given = arguments.bind("case_sensitive", "attribute");
    boolean sensitive = given.isTrue("case_sensitive");
    AttributePath path = AttributePath.of(context, given.or("attribute", null));
    Iterator<Object> items = Iterables.iterator(context, input);
    if (!items.hasNext()) {
      return new Undefined("No aggregated item, sequence was empty.");
    }
    Object best = items.next();
    Object bestKey = path.key(context, best, sensitive);
    while (items.hasNext()) {
      context.budget().spend(1);
      Object item = items.next();
      Object key = path.key(context, item, sensitive);
      if (Comparisons.holds(context, better, key, bestKey)) {
        best = item;
        bestKey = key;
      }
    }
    return best;
  }

  private static Object sum(RenderContext context, Object input, Arguments arguments) {
    Arguments.Bound given = arguments.bind("attribute", "start");
    AttributePath path = AttributePath.of(context, given.or("attribute", null));
    Object sum = given.or("start", 0L);
    Iterator<Object> items = Iterables.iterator(context, input);
    if (Markup.isText(sum)) {
      throw new TemplateRuntimeException("the filter 'sum' does not join texts; 'join' does");
    }
    while (items.hasNext()) {
      context.budget().spend(1);
      Object value = path.follow(context, items.next());
      sum = context.measured(Operators.apply(context, "+", sum, value));
    }
    return sum;
  }
}
