package dev.sparring.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Filters over everything that can be walked: its length, its ends, its order. */
final class SequenceFilters {
  static final Map<String, Filter> FILTERS =
      Map.ofEntries(
          Map.entry("length", SequenceFilters::length),
          Map.entry("count", SequenceFilters::length),
          Map.entry("first", SequenceFilters::first),
          Map.entry("last", SequenceFilters::last),
          Map.entry("list", SequenceFilters::list),
          Map.entry("items", SequenceFilters::items),
          Map.entry("reverse", SequenceFilters::reverse),
          Map.entry("sort", SequenceFilters::sort),
          Map.entry("dictsort", SequenceFilters::dictSort),
          Map.entry("min", (run, input, a) -> extreme(run, input, a, -1)),
          Map.entry("max", (run, input, a) -> extreme(run, input, a, 1)),
          Map.entry("unique", SequenceFilters::unique),
          Map.entry("batch", SequenceFilters::batch));

  private SequenceFilters() {}

  private static Object length(Run run, Object input, Arguments arguments) {
    arguments.bind();
    return Sequences.length(input);
  }

  private static Object first(Run run, Object input, Arguments arguments) {
    arguments.bind();
    Undefined none = new Undefined("the sequence has no first item");
    if (input instanceof Generator generator) {
      return generator.next(none);
    }
    List<Object> items = Sequences.elements(run, input);
    return items.isEmpty() ? none : items.get(0);
  }

  private static Object last(Run run, Object input, Arguments arguments) {
    arguments.bind();
    if (input instanceof Generator) {
      throw new Failure("a generator has no last item; make a list of it first");
    }
    List<Object> items = Sequences.elements(run, input);
    Undefined none = new Undefined("the sequence has no last item");
    return items.isEmpty() ? none : items.get(items.size() - 1);
  }

  private static Object list(Run run, Object input, Arguments arguments) {
    arguments.bind();
    return new ArrayList<>(Sequences.elements(run, input));
  }

  private static Object items(Run run, Object input, Arguments arguments) {
    arguments.bind();
    if (input instanceof Undefined) {
      return new Generator(List.of());
    }
    if (!(input instanceof Map<?, ?> dict)) {
      throw new Failure("the filter 'items' needs a dict, got " + Values.typeName(input));
    }
    return new Generator(Sequences.pairs(dict));
  }

  private static Object reverse(Run run, Object input, Arguments arguments) {
    arguments.bind();
    if (input instanceof String text) {
      return Slices.slice(run, text, null, null, -1L);
    }
    List<Object> items = new ArrayList<>(Sequences.elements(run, input));
    Collections.reverse(items);
    return input instanceof Generator ? items : new Generator(items);
  }

  private static Object sort(Run run, Object input, Arguments arguments) {
    Arguments.Bound given = arguments.bind("reverse", "case_sensitive", "attribute");
    boolean sensitive = given.isTrue("case_sensitive");
    Object attribute = given.or("attribute", null);
    Comparator<Object> order =
        (a, b) ->
            Comparisons.order(
                run, keys(run, a, attribute, sensitive), keys(run, b, attribute, sensitive));
    List<Object> items = new ArrayList<>(Sequences.elements(run, input));
    items.sort(given.isTrue("reverse") ? order.reversed() : order);
    return items;
  }

  /** The sort keys of an item: one for each of the attributes, which are separated by commas. */
  private static Object keys(Run run, Object item, Object attribute, boolean sensitive) {
    if (!(attribute instanceof String paths)) {
      return key(run, item, attribute, sensitive);
    }
    List<Object> keys = new ArrayList<>();
    for (String path : paths.split(",", -1)) {
      keys.add(key(run, item, path, sensitive));
    }
    return keys;
  }

  private static Object key(Run run, Object item, Object attribute, boolean sensitive) {
    run.budget().spend(1);
    Object value = attribute == null ? item : Sequences.follow(run, item, attribute);
    return !sensitive && value instanceof String text ? Case.lower(text) : value;
  }

  private static Object dictSort(Run run, Object input, Arguments arguments) {
    Arguments.Bound given = arguments.bind("case_sensitive", "by", "reverse");
    String by = given.has("by") ? given.requiredText("by") : "key";
    if (!by.equals("key") && !by.equals("value")) {
      throw new Failure("the filter 'dictsort' sorts by 'key' or 'value', not by '" + by + "'");
    }
    if (!(input instanceof Map<?, ?> dict)) {
      throw new Failure("the filter 'dictsort' needs a dict, got " + Values.typeName(input));
    }
    Object index = by.equals("key") ? 0L : 1L;
    boolean sensitive = given.isTrue("case_sensitive");
    Comparator<Object> order =
        (a, b) ->
            Comparisons.order(run, key(run, a, index, sensitive), key(run, b, index, sensitive));
    List<Object> pairs = Sequences.pairs(dict);
    pairs.sort(given.isTrue("reverse") ? order.reversed() : order);
    return pairs;
  }

  private static Object extreme(Run run, Object input, Arguments arguments, int direction) {
    Arguments.Bound given = arguments.bind("case_sensitive", "attribute");
    boolean sensitive = given.isTrue("case_sensitive");
    Object attribute = given.or("attribute", null);
    Object best = new Undefined("the sequence has no items");
    Object bestKey = null;
    for (Object item : Sequences.elements(run, input)) {
      Object key = key(run, item, attribute, sensitive);
      if (best instanceof Undefined || Comparisons.order(run, key, bestKey) * direction > 0) {
        best = item;
        bestKey = key;
      }
    }
    return best;
  }

  private static Object unique(Run run, Object input, Arguments arguments) {
    Arguments.Bound given = arguments.bind("case_sensitive", "attribute");
    boolean sensitive = given.isTrue("case_sensitive");
    Object attribute = given.or("attribute", null);
    List<Object> seen = new ArrayList<>();
    List<Object> unique = new ArrayList<>();
    for (Object item : Sequences.elements(run, input)) {
      Object key = key(run, item, attribute, sensitive);
      if (!Comparisons.contains(run, seen, key)) {
        seen.add(key);
        unique.add(item);
      }
    }
    return new Generator(unique);
  }

  private static Object batch(Run run, Object input, Arguments arguments) {
    Arguments.Bound given = arguments.bind("linecount", "fill_with");
    given.required("linecount");
    int size = (int) Math.max(1, Math.min(Integer.MAX_VALUE, given.integer("linecount", 1)));
    List<Object> items = Sequences.elements(run, input);
    List<Object> batches = new ArrayList<>();
    for (int start = 0; start < items.size(); start += size) {
      int end = (int) Math.min(items.size(), (long) start + size);
      List<Object> batch = new ArrayList<>(items.subList(start, end));
      if (given.or("fill_with", null) != null) {
        run.budget().checkSize(8L * size);
        batch.addAll(Collections.nCopies(size - batch.size(), given.required("fill_with")));
      }
      batches.add(batch);
    }
    return new Generator(batches);
  }
}
