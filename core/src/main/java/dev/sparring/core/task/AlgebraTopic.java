package dev.sparring.core.task;

import dev.sparring.core.RandomStream;
import java.util.List;

/**
 * The prompt that asks a proposer for a linear problem. A seeded prompt names a subject, or digits,
 * that are drawn for every problem, so that problems differ.
 *
 * @param form what the proposer writes
 * @param seeded whether the prompt names something that is drawn
 */
record AlgebraTopic(Form form, boolean seeded) {
  /** What the proposer writes. */
  enum Form {
    /** Three word problems, of which the last one counts; after SQLM. */
    WORDS,

    /** One equation. It is short, which suits small models, and its answer can be computed. */
    EQUATIONS
  }

  private static final List<String> MATTERS =
      List.of(
          "tickets",
          "ages",
          "coins",
          "trains",
          "paint",
          "eggs",
          "wages",
          "pages",
          "candles",
          "boats",
          "seeds",
          "ropes",
          "bricks",
          "taxis",
          "parcels",
          "recipes",
          "fences",
          "savings",
          "buses",
          "orchards",
          "batteries",
          "printers",
          "goats",
          "lamps",
          "swimmers",
          "stamps",
          "phones",
          "barrels",
          "tiles",
          "letters",
          "shirts",
          "bicycles",
          "gardens",
          "bottles",
          "songs",
          "desks",
          "kites",
          "hotels",
          "loaves",
          "clocks");

  /** The text of the prompt. It depends on the stream alone. */
  String prompt(RandomStream random) {
    return form == Form.WORDS ? words(random) : equations(random);
  }

  private String words(RandomStream random) {
    String matter = MATTERS.get(random.child("matter").below(0, MATTERS.size()));
    boolean two = random.child("unknowns").below(0, 2) == 1;
    return "Write three different and challenging word problems that lead to linear equations, with"
        + " at most two unknowns, whole numbers as coefficients, and exactly one solution, which may"
        + " be a fraction."
        + (seeded
            ? " The last one has "
                + (two ? "two unknowns" : "one unknown")
                + " and is about "
                + matter
                + "."
            : "")
        + " Do not solve them. Then repeat the last one after the words Selected Question: and stop.";
  }

  private String equations(RandomStream random) {
    RandomStream digits = random.child("digits");
    int one = 1 + digits.below(0, 9);
    int other = 1 + digits.below(1, 9);
    boolean both = digits.below(2, 2) == 1;
    return "Write one linear equation with the unknown x"
        + (seeded
            ? (both ? " on both sides" : " on one side")
                + ". The digits "
                + one
                + " and "
                + other
                + " occur in it."
            : ". Make it unlike other equations and hard to predict.")
        + " Do not solve it. Write only the problem, in the form: Solve [equation] for x.";
  }
}
