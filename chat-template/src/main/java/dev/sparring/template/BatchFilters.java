package dev.sparring.template;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Filters that cut a sequence into lists, which are computed while they are walked. */
final class BatchFilters {
  static final Map<String, TemplateFilter> FILTERS =
      Map.of("batch", BatchFilters::batch, "slice", BatchFilters::slice);

  private BatchFilters() {}

  private static Object batch(RenderContext context, Object input, Arguments arguments) {
    Arguments.Bound given = arguments.bind("linecount", "fill_with");
    Object count = given.required("linecount");
    Object filling = given.or("fill_with", null);
    return Generator.lazily(
        "do_batch",
        () -> {
          Iterator<Object> items = Iterables.iterator(context, input);
          List<Object> kept = new ArrayList<>();
          return () -> {
            while (items.hasNext()) {
              context.budget().spend(1);
              Object item = items.next();
              List<Object> full =
                  Comparisons.equal(context, (long) kept.size(), count)
                      ? new ArrayList<>(kept)
                      : null;
              if (full != null) {
                kept.clear();
              }
              kept.add(item);
              context.budget().checkElements(kept.size());
              if (full != null) {
                return full;
              }
            }
            Object last = kept.isEmpty() ? Missing.MISSING : filled(context, kept, count, filling);
            kept.clear();
            return last;
          };
        });
  }

  private static Object filled(
      RenderContext context, List<Object> batch, Object count, Object filling) {
    Object size = (long) batch.size();
    if (filling == null || !Comparisons.lessThan(context, size, count)) {
      return new ArrayList<>(batch);
    }
    Object missing = Operators.apply(context, "-", count, size);
    Object fill = Operators.apply(context, "*", new ArrayList<>(singleton(filling)), missing);
    return Operators.apply(context, "+", new ArrayList<>(batch), fill);
  }

  private static List<Object> singleton(Object item) {
    List<Object> list = new ArrayList<>();
    list.add(item);
    return list;
  }

  private static Object slice(RenderContext context, Object input, Arguments arguments) {
    Arguments.Bound given = arguments.bind("slices", "fill_with");
    Object slices = given.required("slices");
    Object filling = given.or("fill_with", null);
    return Generator.lazily(
        "sync_do_slice",
        () -> {
          List<Object> items = Iterables.list(context, input);
          Object size = (long) items.size();
          Object each = Operators.apply(context, "//", size, slices);
          Object longer = Operators.apply(context, "%", size, slices);
          long count = Numbers.integer(slices, arguments.callee());
          Slicing slicing =
              new Slicing(items, Numbers.clamped(each), Numbers.clamped(longer), count);
          return () -> slicing.next(context, filling);
        });
  }

  /** Cuts a list into parts of which the first few have one item more. */
  private static final class Slicing {
    private final List<Object> items;
    private final long each;
    private final long longer;
    private final long count;
    private long number;
    private int at;

    private Slicing(List<Object> items, long each, long longer, long count) {
      this.items = items;
      this.each = each;
      this.longer = longer;
      this.count = count;
    }

    private Object next(RenderContext context, Object filling) {
      if (number >= count) {
        return Missing.MISSING;
      }
      context.budget().spend(1);
      boolean extra = number < longer;
      int end = (int) Math.min(items.size(), at + each + (extra ? 1 : 0));
      List<Object> part = new ArrayList<>(items.subList(at, end));
      if (filling != null && !extra) {
        part.add(filling);
      }
      at = end;
      number++;
      return part;
    }
  }
}
