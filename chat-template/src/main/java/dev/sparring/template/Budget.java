package dev.sparring.template;

/**
 * What one rendering may spend. Steps bound time, the size bounds every single text or list and the
 * output, and the depth keeps recursion well inside a thread's stack. Texts cost a step per sixteen
 * characters, so that ten million steps cannot hide ten million copies of a long text.
 */
final class Budget {
  private static final int CHARACTERS_PER_STEP = 16;

  /** An element of a list weighs as much as this many characters. */
  private static final int CHARACTERS_PER_ELEMENT = 8;

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

  /** For the constant expressions of a template, which are computed when it is parsed. */
  static Budget parsing() {
    return new Budget(500_000, 1 << 18, 400);
  }

  void spend(long cost) {
    spent += cost;
    if (spent > steps) {
      throw new TemplateRuntimeException("the template did not finish within " + steps + " steps");
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

  /** Refuses a text of this many characters, before it is made where that is possible. */
  void checkSize(long characters) {
    if (characters > size) {
      throw new TemplateRuntimeException("the template makes a text or list longer than " + size);
    }
  }

  /** Refuses a list of this many elements. */
  void checkElements(long elements) {
    checkSize(elements > size ? elements : CHARACTERS_PER_ELEMENT * elements);
  }

  void enter() {
    if (++level > depth) {
      level--;
      throw new TemplateRuntimeException("the template nests deeper than " + depth + " levels");
    }
  }

  void leave() {
    level--;
  }
}
