package dev.sparring.core.task;

import dev.sparring.core.RandomStream;

/**
 * The two numbers of an arithmetic problem, each in 0 … 999.
 *
 * @param first left of the sign
 * @param second right of it
 */
record Operands(int first, int second) {
  /** Digits that a number is padded to, and columns that a scratchpad has. */
  static final int WIDTH = 3;

  /** The digit in the column, counted from the right and from 0. */
  static int digit(int number, int column) {
    return switch (column) {
      case 0 -> number % 10;
      case 1 -> number / 10 % 10;
      default -> number / 100 % 10;
    };
  }

  /**
   * How long a drawn number is; given its length it is uniform.
   *
   * @param one probability of one digit
   * @param two probability of two; three digits take the rest
   */
  record Law(double one, double two) {
    /** What practice is made of: short numbers show the columns apart. */
    static final Law MIXED = new Law(.15, .30);

    /** What is held out: 100 … 999 throughout, so that no trivial problem flatters a model. */
    static final Law FULL = new Law(0, 0);

    /** A number, a function of the stream alone. */
    int draw(RandomStream random) {
      double length = random.uniform(0);
      if (length < one) {
        return random.below(1, 10);
      }
      return length < one + two ? 10 + random.below(1, 90) : 100 + random.below(1, 900);
    }
  }
}
