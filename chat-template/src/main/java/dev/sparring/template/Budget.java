package dev.sparring.template;

/**
 * What one rendering may spend. Steps bound time, the size bounds every single text or list and the
 * output, and the depth keeps recursion well inside a thread's stack. Texts cost a step per sixteen
 * characters, so that ten million steps cannot hide ten million copies of a long text.
 */
final class Budget {
  private static final int CHARACTERS_PER_STEP = 16;

  private final long steps;
  private final int size;
  private final int depth;
  private long spent;
  private int level;

  Budget(long steps, int size, int depth) {
    this.steps = steps;
    this.size = size;
    this.depth = depth;
  }

  /** Ample for a conversation of a million tokens, and spent in a few seconds by a runaway loop. */
  static Budget standard() {
    return new Budget(10_000_000, 1 << 23, 400);
  }

  void spend(long cost) {
    spent += cost;
    if (spent > steps) {
      throw new Failure("the template did not finish within " + steps + " steps");
    }
  }

  void spendOnText(long characters) {
    spend(1 + characters / CHARACTERS_PER_STEP);
  }

  /**
   * Charges for looking through a text; the JDK's search compares up to the product of both
   * lengths.
   */
  void spendOnSearch(long characters, long wanted) {
    spend(1 + characters * (1 + Math.min(characters, wanted) / 64) / CHARACTERS_PER_STEP);
  }

  /**
   * Refuses a text or list of this many characters or elements, before it is made where that is
   * possible.
   */
  void checkSize(long wanted) {
    if (wanted > size) {
      throw new Failure("the template makes a text or list longer than " + size);
    }
  }

  void enter() {
    if (++level > depth) {
      level--;
      throw new Failure("the template nests deeper than " + depth + " levels");
    }
  }

  void leave() {
    level--;
  }
}
