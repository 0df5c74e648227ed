package dev.sparring.template;

import java.math.BigInteger;
import java.util.AbstractList;

/** The numbers from {@code start} up to, not including, {@code stop}. */
final class Range extends AbstractList<Object> implements TemplateObject {
  /** The bound of Jinja's sandbox. */
  private static final int LONGEST = 100_000;

  private final long start;
  private final long stop;
  private final long step;
  private final int size;

  Range(long start, long stop, long step) {
    if (step == 0) {
      throw new TemplateRuntimeException("range() needs a step other than 0");
    }
    this.start = start;
    this.stop = stop;
    this.step = step;
    BigInteger distance = BigInteger.valueOf(stop).subtract(BigInteger.valueOf(start));
    BigInteger count = distance.add(BigInteger.valueOf(step - Long.signum(step)));
    count = count.divide(BigInteger.valueOf(step));
    if (count.bitLength() > Integer.SIZE || count.longValue() > LONGEST) {
      throw new TemplateRuntimeException("range() is longer than " + LONGEST);
    }
    this.size = (int) Math.max(0, count.longValue());
  }

  static Range of(Arguments arguments) {
    Arguments.Bound given = arguments.bindPositional("start", "stop", "step");
    long first = Numbers.integer(given.required("start"), "range()");
    return given.has("stop")
        ? new Range(first, given.integer("stop", 0), given.integer("step", 1))
        : new Range(0, first, 1);
  }

  /** The part from one index to another, in steps of {@code stride}. */
  Range slice(int from, int to, long stride) {
    try {
      return new Range(start + from * step, start + to * step, Math.multiplyExact(step, stride));
    } catch (ArithmeticException e) {
      throw new TemplateRuntimeException("the step of a range needs more than 64 bits");
    }
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
  public Object attribute(String name) {
    return switch (name) {
      case "start" -> start;
      case "stop" -> stop;
      case "step" -> step;
      default -> Missing.MISSING;
    };
  }

  @Override
  public String toString() {
    return "range(" + start + ", " + stop + (step == 1 ? ")" : ", " + step + ")");
  }
}
