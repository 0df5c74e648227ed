package dev.sparring.core.task;

import dev.sparring.core.RandomStream;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** The held-out problems of {@link Arithmetic}. */
final class ArithmeticSets {
  private static final int STRATA = 81; // first digits of both numbers
  private static final int STRIDE = 32; // has no divisor in common with the strata

  private ArithmeticSets() {}

  /** The distribution of a set's numbers. */
  enum Law {
    /** Numbers from 100 to 999. In products, all pairs of first digits are equally frequent. */
    THREE_DIGIT(500),

    /**
     * TinyZero's distribution: each number is uniform on 0 … 9, 0 … 99 or 0 … 999, with probability
     * ¼, ¼ and ½. So numbers have up to three digits, and in one problem of five both have three.
     */
    TINYZERO(4096),

    /** The problems of TinyZero's set with two numbers from 10 to 99, for small models. */
    TWO_DIGIT(0);

    private static final Pattern TWO_DIGITS = Pattern.compile("[0-9]{2} . [0-9]{2}");

    private final int count;

    Law(int count) {
      this.count = count;
    }

    /** The calculations of this set. */
    List<String> problems(char sign) {
      return this == TWO_DIGIT
          ? TINYZERO.problems(sign).stream().filter(TWO_DIGITS.asMatchPredicate()).toList()
          : List.copyOf(HeldOut.read(set(sign)));
    }

    /** Whether the set has a file of its own, and is not a part of another set. */
    private boolean drawn() {
      return count > 0;
    }

    /** The name of the set's file. */
    private String set(char sign) {
      return "arithmetic-" + TaskOption.of(this) + (sign == '+' ? "-sums" : "-products");
    }

    private String draw(char sign, RandomStream random, int kept) {
      RandomStream first = random.child("first");
      RandomStream second = random.child("second");
      if (this == TINYZERO) {
        return Calculation.of(tinyZero(first), sign, tinyZero(second)).text();
      } else if (sign == '+') {
        return Calculation.of(100 + first.below(0, 900), sign, 100 + second.below(0, 900)).text();
      }
      int stratum = kept * STRIDE % STRATA;
      int a = 100 * (1 + stratum % 9) + first.below(0, 100);
      int b = 100 * (1 + stratum / 9) + second.below(0, 100);
      return Calculation.of(a, sign, b).text();
    }

    private String words(char sign) {
      if (this == TINYZERO) {
        return "TinyZero's (each number 1/4, 1/4, 1/2: uniform on 0..9, 0..99, 0..999)";
      }
      return sign == '+' ? "uniform on 100..999" : "100..999, every pair of first digits in turn";
    }
  }

  static int tinyZero(RandomStream random) {
    int four = random.below(0, 4);
    return random.below(1, four == 0 ? 10 : four == 1 ? 100 : 1000);
  }

  static List<HeldOut.Recipe> recipes() {
    return Arrays.stream(Law.values())
        .filter(Law::drawn)
        .flatMap(law -> "+*".chars().mapToObj(sign -> recipe(law, (char) sign)))
        .toList();
  }

  private static HeldOut.Recipe recipe(Law law, char sign) {
    UnaryOperator<String> key = problem -> Calculation.of(problem).orElseThrow().key();
    String words = law.words(sign) + ", distinct whichever number comes first";
    return new HeldOut.Recipe(
        law.set(sign),
        "the task arithmetic",
        law.count,
        words,
        (random, kept) -> law.draw(sign, random, kept),
        key);
  }
}
