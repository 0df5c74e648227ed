package dev.sparring.core.task;

import dev.sparring.core.RandomStream;

/**
 * How a proposer is asked for a calculation. No number stands in the prompt as an example: it would
 * come back as the problem. Seeded prompts give digits, or whole numbers, that are drawn anew for
 * every problem, so that problems differ by construction; the others ask in words for something
 * unlike the rest, and always in the same ones.
 *
 * @param signs those of the calculations that are asked for; one is drawn for each
 * @param digits that a number may have
 * @param seeded whether anything is drawn
 * @param given what a seeded prompt says of a number
 * @param lengths of the numbers that seeded prompts ask for
 */
record ArithmeticTopic(String signs, int digits, boolean seeded, Given given, Lengths lengths) {
  private static final String[] COUNTS = {"one", "two", "three", "four", "five", "six"};

  /** What a seeded prompt says of a number. */
  enum Given {
    /** One or two of its digits; the rest is the proposer's to choose. */
    DIGITS,

    /** All of it, for proposers too small to choose: only the form is left to them. */
    NUMBERS
  }

  /** How long the numbers are that a prompt asks for. */
  enum Lengths {
    /** As long as they may be. */
    FULL,

    /** Drawn as TinyZero draws its numbers: ¼ one digit, ¼ up to two, ½ any. */
    MIXED,

    /** One digit more than a number may have, shared out between the two: 1 and 3, 2 and 2, … */
    SHARED
  }

  /** The text, a function of the stream alone. */
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

  /** The lengths of both numbers. */
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

  /** Of those of one digit 0 and 1, which are too easy, are never asked for. */
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

  /** Two digits; one only where the number itself has two. */
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
