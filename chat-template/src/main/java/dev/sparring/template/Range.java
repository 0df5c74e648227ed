package dev.sparring.template;

import java.util.AbstractList;

/** The numbers from {@code start} up to, not including, {@code stop}. */
final class Range extends AbstractList<Object> {
  /** The bound of Jinja's sandbox. */
  private static final int LONGEST = 100_000;

  private final long start;
  private final long stop;
  private final long step;
  private final int size;

  Range(long start, long stop, long step) {
    if (step == 0) {
      throw new Failure("range() needs a step other than 0");
    }
    this.start = start;
    this.stop = stop;
    this.step = step;
    try {
      long distance = step > 0 ? Math.subtractExact(stop, start) : Math.subtractExact(start, stop);
      long count = distance <= 0 ? 0 : (distance - 1) / Math.abs(step) + 1;
      if (count > LONGEST) {
        throw new Failure("range() is longer than " + LONGEST);
      }
      this.size = (int) count;
    } catch (ArithmeticException e) {
      throw new Failure("range() is longer than " + LONGEST);
    }
  }

  static Range of(Arguments arguments) {
    if (!arguments.named().isEmpty()) {
      throw new Failure("range() takes no named arguments");
    }
    Arguments.Bound given = arguments.bind("start", "stop", "step");
    long first = Numbers.integer(given.required("start"), "range()");
    return given.has("stop")
        ? new Range(first, given.integer("stop", 0), given.integer("step", 1))
        : new Range(0, first, 1);
  }

  @Override
  public Object get(int index) {
    return start + index * step;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public String toString() {
    return "range(" + start + ", " + stop + (step == 1 ? ")" : ", " + step + ")");
  }
}
