package dev.sparring.template;

import java.util.ArrayList;
import java.util.List;

/**
 * {@code x[start:stop:step]} of texts, lists and tuples, with Python's reading of negative and
 * absent bounds.
 */
final class Slices {
  private Slices() {}

  static Object slice(Run run, Object value, Long start, Long stop, Long step) {
    if (value instanceof Undefined undefined) {
      throw undefined.failure();
    }
    if (value instanceof String text) {
      run.budget().spendOnText(text.length());
      return text(text, start, stop, step);
    }
    if (value instanceof List<?> list) {
      List<Object> picked = new ArrayList<>();
      for (int index : indices(list.size(), start, stop, step)) {
        picked.add(list.get(index));
      }
      return run.measured(value instanceof Tuple ? new Tuple(picked) : picked);
    }
    return new Undefined("a value of type " + Values.typeName(value) + " has no slices");
  }

  private static String text(String text, Long start, Long stop, Long step) {
    int[] characters = text.codePoints().toArray();
    StringBuilder picked = new StringBuilder();
    for (int index : indices(characters.length, start, stop, step)) {
      picked.appendCodePoint(characters[index]);
    }
    return picked.toString();
  }

  private static int[] indices(int length, Long start, Long stop, Long step) {
    long stride = step == null ? 1 : step;
    if (stride == 0) {
      throw new Failure("a slice needs a step other than 0");
    }
    boolean forward = stride > 0;
    int lowest = forward ? 0 : -1;
    int highest = forward ? length : length - 1;
    int from = start == null ? (forward ? lowest : highest) : clamp(start, length, lowest, highest);
    int to = stop == null ? (forward ? highest : lowest) : clamp(stop, length, lowest, highest);
    int distance = forward ? to - from : from - to;
    // A stride beyond the length picks the same as one of the length.
    int pace =
        (int) Math.min(Math.max(1, length), stride == Long.MIN_VALUE ? length : Math.abs(stride));
    int[] indices = new int[distance <= 0 ? 0 : (distance - 1) / Math.max(1, pace) + 1];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = from + (forward ? i * pace : -i * pace);
    }
    return indices;
  }

  private static int clamp(long bound, int length, int lowest, int highest) {
    long index = bound < 0 ? bound + length : bound;
    return (int) Math.max(lowest, Math.min(highest, index));
  }
}
