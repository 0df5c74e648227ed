package dev.sparring.core.gate;

/**
 * A number that a gate can be set to, a key under {@code gates.options.NAME}.
 *
 * @param name lower case, words joined by hyphens
 * @param atLeast the least that it may be
 * @param atMost the most that it may be
 * @param otherwise what it is when nothing is said
 * @param whole whether it is a whole number
 */
public record GateOption(
    String name, double atLeast, double atMost, double otherwise, boolean whole) {

  /** {@link IllegalArgumentException} when it may not be what it is when nothing is said. */
  public GateOption {
    if (!(otherwise >= atLeast && otherwise <= atMost)) {
      throw new IllegalArgumentException(
          name + " is " + otherwise + ", and must be in " + atLeast + ".." + atMost);
    }
  }

  /** A share, from 0 to 1. */
  public static GateOption share(String name, double otherwise) {
    return new GateOption(name, 0, 1, otherwise, false);
  }

  /** A count, from {@code atLeast}. */
  public static GateOption count(String name, int atLeast, int otherwise) {
    return new GateOption(name, atLeast, Integer.MAX_VALUE, otherwise, true);
  }
}
