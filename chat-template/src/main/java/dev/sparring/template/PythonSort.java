package dev.sparring.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;

/**
 * A stable sort that asks for nothing but {@code a < b}, as Python's does: values without an order
 * fail, and values of which neither is less, NaN among them, keep their places.
 */
final class PythonSort {
  /** Shorter runs are sorted by insertion, as in Python. */
  private static final int RUN = 64;

  private record Keyed(Object key, Object item) {}

  private final RenderContext context;
  private final BiPredicate<Object, Object> less;

  private PythonSort(RenderContext context, BiPredicate<Object, Object> less) {
    this.context = context;
    this.less = less;
  }

  /** The items in the order of their keys; equal ones stay in order, in reverse too. */
  static List<Object> sorted(
      RenderContext context, List<Object> items, UnaryOperator<Object> key, boolean reverse) {
    BiPredicate<Object, Object> less = (a, b) -> Comparisons.lessThan(context, a, b);
    return new PythonSort(context, less).sorted(items, key, reverse);
  }

  /** The items in the order of their keys, by an order of one's own. */
  static List<Object> sorted(
      RenderContext context,
      List<Object> items,
      UnaryOperator<Object> key,
      BiPredicate<Object, Object> less) {
    return new PythonSort(context, less).sorted(items, key, false);
  }

  private List<Object> sorted(List<Object> items, UnaryOperator<Object> key, boolean reverse) {
    List<Keyed> keyed = new ArrayList<>(items.size());
    items.forEach(item -> keyed.add(new Keyed(key.apply(item), item)));
    if (reverse) {
      Collections.reverse(keyed);
    }
    List<Keyed> sorted = sort(keyed);
    if (reverse) {
      Collections.reverse(sorted);
    }
    List<Object> result = new ArrayList<>(sorted.size());
    sorted.forEach(entry -> result.add(entry.item()));
    return result;
  }

  private List<Keyed> sort(List<Keyed> items) {
    if (items.size() < RUN) {
      return insert(items);
    }
    int middle = items.size() / 2;
    List<Keyed> left = sort(items.subList(0, middle));
    List<Keyed> right = sort(items.subList(middle, items.size()));
    List<Keyed> merged = new ArrayList<>(items.size());
    int l = 0;
    int r = 0;
    while (l < left.size() && r < right.size()) {
      merged.add(isLess(right.get(r), left.get(l)) ? right.get(r++) : left.get(l++));
    }
    merged.addAll(left.subList(l, left.size()));
    merged.addAll(right.subList(r, right.size()));
    return merged;
  }

  /** Binary insertion behind the run that is there already. */
  private List<Keyed> insert(List<Keyed> items) {
    List<Keyed> sorted = new ArrayList<>(items);
    for (int i = run(sorted); i < sorted.size(); i++) {
      Keyed pivot = sorted.get(i);
      int low = 0;
      int high = i;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (isLess(pivot, sorted.get(middle))) {
          high = middle;
        } else {
          low = middle + 1;
        }
      }
      sorted.remove(i);
      sorted.add(low, pivot);
    }
    return sorted;
  }

  /** How long the first run is that never falls, or that always falls, which is turned round. */
  private int run(List<Keyed> items) {
    if (items.size() < 2) {
      return items.size();
    }
    boolean falling = isLess(items.get(1), items.get(0));
    int end = 2;
    while (end < items.size() && isLess(items.get(end), items.get(end - 1)) == falling) {
      end++;
    }
    if (falling) {
      Collections.reverse(items.subList(0, end));
    }
    return end;
  }

  private boolean isLess(Keyed a, Keyed b) {
    context.budget().spend(1);
    return less.test(a.key(), b.key());
  }
}
