package dev.sparring.core.task;

import dev.sparring.core.RandomStream;

/**
 * The prompt that asks a proposer for a calculation. It has no example with numbers, because models
 * copy it. A seeded prompt names digits, or whole numbers, that are drawn for every problem, so
 * that problems differ. An unseeded prompt is always the same text, which asks for an unusual
 * problem.
 *
 * @param signs the allowed signs; a prompt asks for one of them, which is drawn
 * @param digits most digits of a number
 * @param seeded whether the prompt names something that is drawn
 * @param given what a seeded prompt says about a number
 * @param lengths how long the numbers are that a seeded prompt asks for
 */
record ArithmeticTopic(String signs, int digits, boolean seeded, Given given, Lengths lengths) {
  private static final String[] COUNTS = {"one", "two", "three", "four", "five", "six"};

  /** What a seeded prompt says about a number. */
  enum Given {
    /** One or two of its digits; the proposer chooses the others. */
    DIGITS,

    /** The whole number, for small models, which then only have to write the calculation. */
    NUMBERS
  }

  /** How long the numbers are that a prompt asks for. */
  enum Lengths {
    /** Both numbers have the most digits that are allowed. */
    FULL,

    /** Drawn as TinyZero draws its numbers: ¼ have one digit, ¼ up to two, ½ any length. */
    MIXED,

    /** Together one digit more than a single number may have, for example 1 and 3, or 2 and 2. */
    SHARED
  }

  /** The text of the prompt. It depends on the stream alone. */
  String prompt(RandomStream random) {
    char sign = signs.charAt(random.child("sign").below(0, signs.length()));
    String kind = sign == '+' ? "addition" : "multiplication";
    String between = sign == '+' ? ", plus " : ", times ";
    String what =
        seeded
            ? ": " + numbers(random, between) + "."
            : " with two numbers of up to "
                + COUNTS[digits - 1]
                + (digits == 1 ? " digit." : " digits.")
                + " Make it unlike other problems and hard to predict.";
    return "Write one "
        + kind
        + " problem"
        + what
        + " Write only the problem, in the form a "
        + sign
        + " b, without the result.";
  }

  /** Whether the numbers of a calculation are as long as the prompt asks, in either order. */
  boolean asks(RandomStream random, Calculation calculation) {
    int[] asked = asked(random);
    int one = calculation.first().toString().length();
    int other = calculation.second().toString().length();
    return !seeded
        || Math.min(one, other) == Math.min(asked[0], asked[1])
            && Math.max(one, other) == Math.max(asked[0], asked[1]);
  }

  /** The lengths that the prompt asks for. */
  private int[] asked(RandomStream random) {
    int one = length(random.child("first").child("length"));
    return new int[] {
      one,
      lengths == Lengths.SHARED ? digits + 1 - one : length(random.child("second").child("length"))
    };
  }

  private String numbers(RandomStream random, String between) {
    int[] asked = asked(random);
    return number(random.child("first").child("digits"), asked[0])
        + between
        + number(random.child("second").child("digits"), asked[1]);
  }

  /** A number of this length, but never 0 or 1, which are too easy. */
  private String number(RandomStream random, int length) {
    if (length == 1) {
      return "the number " + (2 + random.below(0, 8));
    }
    int least = (int) StrictMath.pow(10, length - 1);
    return given == Given.NUMBERS
        ? "the number " + (least + random.below(0, 9 * least))
        : "a " + COUNTS[length - 1] + "-digit number that " + constraint(random, length);
  }

  private int length(RandomStream random) {
    if (lengths == Lengths.FULL) {
      return digits;
    } else if (lengths == Lengths.SHARED) {
      return 1 + random.below(0, digits);
    }
    int four = random.below(0, 4);
    int most = Math.min(digits, four < 2 ? four + 1 : digits);
    int bound = (int) StrictMath.pow(10, most);
    return Integer.toString(random.below(1, bound)).length();
  }

  /** Names two digits of a number, or one if the number has only two. */
  private static String constraint(RandomStream random, int length) {
    int lead = 1 + random.below(0, 9);
    int other = random.below(1, 10);
    if (length == 2) {
      return random.below(2, 2) == 0 ? "starts with " + lead : "ends in " + other;
    }
    return switch (random.below(2, 4)) {
      case 0 -> "starts with " + lead + " and contains the digit " + other;
      case 1 -> "contains the digit " + lead + " and ends in " + other;
      default -> "contains the digits " + lead + " and " + other;
    };
  }
}
