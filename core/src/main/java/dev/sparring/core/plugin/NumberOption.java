package dev.sparring.core.plugin;

/**
 * A number that what a configuration chooses by name (a gate, a kind of self-play) can be set to.
 *
 * @param name lower case, words joined by hyphens
 * @param atLeast the least that it may be
 * @param atMost the most that it may be
 * @param otherwise what it is when nothing is said
 * @param whole whether it is a whole number
 */
public record NumberOption(
    String name, double atLeast, double atMost, double otherwise, boolean whole) {

  /** {@link IllegalArgumentException} when it may not be what it is when nothing is said. */
  public NumberOption {
    if (!(otherwise >= atLeast && otherwise <= atMost)) {
      throw new IllegalArgumentException(
          name + " is " + otherwise + ", and must be in " + atLeast + ".." + atMost);
    }
  }

  /** A share, from 0 to 1. */
  public static NumberOption share(String name, double otherwise) {
    return new NumberOption(name, 0, 1, otherwise, false);
  }

  /** A count, from {@code atLeast}. */
  public static NumberOption count(String name, int atLeast, int otherwise) {
    return new NumberOption(name, atLeast, Integer.MAX_VALUE, otherwise, true);
  }
}
