package dev.sparring.template;

import java.util.ArrayList;
import java.util.List;

/**
 * {@code x[start:stop:step]} of texts, lists, tuples and ranges, with Python's reading of negative
 * and absent bounds.
 */
final class Slices {
  private Slices() {}

  /**
   * Cuts out a part; the bounds are integers or {@code null}.
   *
   * @param lenient whether a value or bound of the wrong kind yields something undefined, as when
   *     Jinja computes a constant, instead of an error
   */
  static Object slice(
      RenderContext context,
      Object value,
      Object start,
      Object stop,
      Object step,
      boolean lenient) {
    Undefined.refuse(value);
    boolean sliced = isSliced(value);
    Object wrong = sliced ? wrongBound(start, stop, step) : value;
    if (!sliced || wrong != null) {
      String type = PythonTypes.typeName(wrong);
      String problem =
          sliced ? "a slice needs ints, got " + type : "a value of type " + type + " has no slices";
      if (lenient) {
        return new Undefined(problem);
      }
      throw new TemplateRuntimeException(problem);
    }
    return part(context, value, start, stop, step);
  }

  static boolean isSliced(Object value) {
    return Markup.isText(value) || value instanceof List;
  }

  private static Object wrongBound(Object... bounds) {
    for (Object bound : bounds) {
      if (bound != null && !Numbers.isInteger(bound)) {
        return bound;
      }
    }
    return null;
  }

  private static Object part(
      RenderContext context, Object value, Object start, Object stop, Object step) {
    if (value instanceof List<?> list) {
      Indices indices = Indices.of(list.size(), start, stop, step);
      if (value instanceof Range range) {
        return range.slice(indices.from, indices.to, step == null ? 1 : Numbers.clamped(step));
      }
      List<Object> picked = new ArrayList<>(indices.count());
      for (int i = 0; i < indices.count(); i++) {
        picked.add(list.get(indices.get(i)));
      }
      return context.measured(value instanceof Tuple ? new Tuple(picked) : picked);
    }
    String text = Markup.text(value);
    context.budget().spendOnText(text.length());
    int[] characters = text.codePoints().toArray();
    Indices indices = Indices.of(characters.length, start, stop, step);
    StringBuilder picked = new StringBuilder();
    for (int i = 0; i < indices.count(); i++) {
      picked.appendCodePoint(characters[indices.get(i)]);
    }
    return Markup.like(value, picked.toString());
  }

  /** The indices from {@code from} up to, not including, {@code to}. */
  private record Indices(int from, int to, int pace) {
    static Indices of(int length, Object start, Object stop, Object step) {
      long stride = step == null ? 1 : Numbers.clamped(step);
      if (stride == 0) {
        throw new TemplateRuntimeException("a slice needs a step other than 0");
      }
      boolean forward = stride > 0;
      int lowest = forward ? 0 : -1;
      int highest = forward ? length : length - 1;
      int from = start == null ? (forward ? lowest : highest) : clamp(start, length, forward);
      int to = stop == null ? (forward ? highest : lowest) : clamp(stop, length, forward);
      // A stride beyond the length picks the same as one of the length.
      long most = Math.max(1, length);
      return new Indices(from, to, (int) Math.max(-most, Math.min(most, stride)));
    }

    private static int clamp(Object bound, int length, boolean forward) {
      long index = Numbers.clamped(bound);
      long counted = index < 0 ? index + length : index;
      int lowest = forward ? 0 : -1;
      return (int) Math.max(lowest, Math.min(forward ? length : length - 1, counted));
    }

    int count() {
      int distance = pace > 0 ? to - from : from - to;
      return distance <= 0 ? 0 : (distance - 1) / Math.abs(pace) + 1;
    }

    int get(int i) {
      return from + i * pace;
    }
  }
}
