package dev.sparring.core.task;

import dev.sparring.core.RandomStream;

/**
 * The two numbers of an arithmetic problem, each in 0 … 999.
 *
 * @param first left of the sign
 * @param second right of it
 */
record Operands(int first, int second) {
  /** Digits of a padded number, and columns of a scratchpad. */
  static final int WIDTH = 3;

  /** The digit in a column; column 0 is the rightmost. */
  static int digit(int number, int column) {
    return switch (column) {
      case 0 -> number % 10;
      case 1 -> number / 10 % 10;
      default -> number / 100 % 10;
    };
  }

  /**
   * The distribution of the length of a drawn number. Among numbers of one length it is uniform.
   *
   * @param one probability of one digit
   * @param two probability of two digits; otherwise the number has three
   */
  record Law(double one, double two) {
    /** The distribution in pretraining: short numbers show the columns apart. */
    static final Law MIXED = new Law(.15, .30);

    /** The distribution of held-out problems: 100 … 999, so that none is trivial. */
    static final Law FULL = new Law(0, 0);

    /** Draws a number. It depends on the stream alone. */
    int draw(RandomStream random) {
      double length = random.uniform(0);
      if (length < one) {
        return random.below(1, 10);
      }
      return length < one + two ? 10 + random.below(1, 90) : 100 + random.below(1, 900);
    }
  }
}
