package dev.sparring.template;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Supplier;

/**
 * A sequence that is computed while it is walked, as filters such as {@code map} return it: it can
 * be walked once, has no length, and is true even when nothing comes out of it. An error in it
 * shows when it is walked, and never when it is not. Templates have been written around that.
 */
final class Generator implements Iterator<Object> {
  /** Computes one item after the other. */
  @FunctionalInterface
  interface Source {
    /** The next item, or {@link Missing#MISSING} at the end. */
    Object next();
  }

  private final String type;
  private final String printed;
  private final Source source;
  private Object ahead = Missing.MISSING;
  private boolean looked;

  private Generator(String type, String printed, Source source) {
    this.type = type;
    this.printed = printed;
    this.source = source;
  }

  /**
   * A generator whose source is first asked for when the first item is.
   *
   * @param function the name of the function in Python, by which the generator prints
   */
  static Generator lazily(String function, Supplier<Source> start) {
    return new Generator(
        "generator",
        "generator object " + function,
        new Source() {
          private Source started;

          @Override
          public Object next() {
            if (started == null) {
              started = start.get();
            }
            return started.next();
          }
        });
  }

  static Generator over(String type, Iterator<Object> items) {
    return new Generator(
        type, type + " object", () -> items.hasNext() ? items.next() : Missing.MISSING);
  }

  String type() {
    return type;
  }

  /** What Python prints, less the address. */
  String printed() {
    return printed;
  }

  @Override
  public boolean hasNext() {
    if (!looked) {
      ahead = source.next();
      looked = true;
    }
    return ahead != Missing.MISSING;
  }

  @Override
  public Object next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    looked = false;
    return ahead;
  }
}
