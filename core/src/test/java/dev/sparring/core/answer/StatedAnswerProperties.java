package dev.sparring.core.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class StatedAnswerProperties {
  private static final Optional<Unknown> X = Optional.of(new Unknown("x", Set.of("x", "y")));

  /** What stands beside a number, and what it does to it. */
  private record Beside(String text, Effect effect) {}

  private enum Effect {
    NONE,
    /** It is the number's sign. */
    NEGATES,
    /** It makes another number of it, or several. */
    CHANGES
  }

  private static final List<String> BEFORE =
      List.of("", "$", "\\$", "\u20AC", "(", "x = ", "x is ", "The answer is ", "It costs ", "**");
  private static final List<String> NEGATING =
      List.of("-", "\u2212", "\u2013", "x = -", "-$", "$-");
  private static final List<String> CHANGING_BEFORE =
      List.of(
          "\u221A",
          "\\sqrt",
          "negative ",
          "minus ",
          "\\pm ",
          "\u00B1",
          "\\approx ",
          "~",
          "2 ",
          "2*",
          "2^",
          "2(",
          "f(",
          "-x = ",
          "2x = ",
          "x^2 = ",
          "x < ",
          "x + ",
          "3, ",
          "3 or ",
          "3-",
          "3:",
          "x3",
          "half of ",
          "--",
          "|",
          "\\overline{",
          "log ",
          "\u00BD");
  private static final List<String> AFTER =
      List.of("", ".", " apples", " km/h", "\\text{ km}", " \u20AC", ")", "$", "**", ", I think");
  private static final List<String> CHANGING_AFTER =
      List.of(
          "%",
          "\\%",
          " %",
          " percent",
          "^2",
          "^{2}",
          "\u00B2",
          "**2",
          "!",
          "k",
          " k",
          "th",
          "x",
          "i",
          " x",
          "\\pi",
          " squared",
          " thousand",
          "\u00BD",
          " 1/2",
          "\\frac{1}{2}",
          "...",
          "\u2026",
          "\\overline{3}",
          "(3)",
          " 3",
          "-3",
          " - 3",
          "+ 3",
          "*3",
          "/0",
          ":3",
          " or 3",
          ", 5000",
          " to 3",
          " and 5000",
          "'3",
          "\\sqrt{3}",
          " and a half",
          "\u0663",
          "{",
          "}",
          "|");

  private static Arbitrary<Beside> beside(List<String> none, List<String> signs, List<String> bad) {
    return Arbitraries.oneOf(
        Arbitraries.of(none).map(text -> new Beside(text, Effect.NONE)),
        Arbitraries.of(signs.isEmpty() ? none : signs)
            .map(text -> new Beside(text, signs.isEmpty() ? Effect.NONE : Effect.NEGATES)),
        Arbitraries.of(bad).map(text -> new Beside(text, Effect.CHANGES)));
  }

  @Provide
  Arbitrary<Beside> before() {
    return beside(BEFORE, NEGATING, CHANGING_BEFORE);
  }

  @Provide
  Arbitrary<Beside> after() {
    return beside(AFTER, List.of(), CHANGING_AFTER);
  }

  /** Numbers in several spellings, of 11 to 99, which none beside them are. */
  @Provide
  Arbitrary<String> numbers() {
    Arbitrary<Integer> small = Arbitraries.integers().between(11, 99);
    return Arbitraries.oneOf(
        small.map(n -> "" + n),
        Combinators.combine(small, small).as((n, d) -> n + "." + d),
        Combinators.combine(small, small).as((n, d) -> n + "/" + d),
        Combinators.combine(small, small).as((n, d) -> "\\frac{" + n + "}{" + d + "}"));
  }

  @Property(tries = 20000)
  void aNumberIsReadAsItsValueOrNotAtAllWhateverStandsBesideIt(
      @ForAll("before") Beside before,
      @ForAll("numbers") String number,
      @ForAll("after") Beside after) {
    String text = before.text() + number + after.text();
    Rational value = CanonicalAnswer.rational(number).orElseThrow();
    Rational meant = before.effect() == Effect.NEGATES ? value.negate() : value;
    boolean changed = before.effect() == Effect.CHANGES || after.effect() == Effect.CHANGES;
    for (Optional<String> read :
        List.of(StatedAnswer.read(text, Optional.empty()), StatedAnswer.read(text, X))) {
      assertThat(read.filter(answer -> changed || !answer.equals(meant.toString())))
          .as(text)
          .isEmpty();
    }
  }

  @Property
  void plainStatementsAreReadWhateverTheNumber(
      @ForAll long number, @ForAll @IntRange(min = 1, max = 999) int under) {
    Rational value = new Rational(BigInteger.valueOf(number), BigInteger.valueOf(under));
    String sign = number < 0 ? "-" : "";
    String size = BigInteger.valueOf(number).abs().toString();
    for (String text :
        List.of(
            "x = " + number + "/" + under + " km",
            "The answer is " + number + "/" + under + ".",
            "$x = " + sign + "\\frac{" + size + "}{" + under + "}$, y = 2",
            "y = 2 and x = " + sign + "\\left(\\dfrac{" + size + "}{" + under + "}\\right)",
            "x = \\boxed{\\frac{" + number + "}{" + under + "}} \\approx 0.5")) {
      assertThat(StatedAnswer.read(text, X)).as(text).contains(value.toString());
    }
  }

  @Property(tries = 5000)
  void whatWasReadReadsAsItself(@ForAll("texts") String text) {
    Optional<String> once = StatedAnswer.read(text, Optional.empty());
    assertThat(once.flatMap(answer -> StatedAnswer.read(answer, Optional.empty()))).isEqualTo(once);
    Optional<String> asked = StatedAnswer.read(text, X);
    assertThat(asked.flatMap(answer -> StatedAnswer.read(answer, X))).isEqualTo(asked);
  }

  @Property(tries = 5000)
  void anAnswerForAVariableIsTheOneWithoutOrNamesTheVariable(@ForAll("texts") String text) {
    Optional<String> asked = StatedAnswer.read(text, X);
    if (asked.isPresent() && !text.contains("x")) {
      assertThat(StatedAnswer.read(text, Optional.empty())).isEqualTo(asked);
    }
  }

  @Provide
  Arbitrary<String> texts() {
    List<String> pieces =
        List.of(
            "x",
            "y",
            " = ",
            "=",
            ", ",
            " and ",
            "\n",
            "3",
            "4",
            " 3 ",
            "-",
            "\u2212",
            "1,000",
            "1/2",
            "\\frac{1}{2}",
            "\\frac{",
            "{",
            "}",
            "(",
            ")",
            "\\sqrt{",
            "\\text{",
            "\\boxed{",
            "$",
            "\\$",
            "%",
            "\\%",
            " is ",
            " the answer ",
            " apples",
            ".",
            "!",
            "*",
            "**",
            "^",
            "\u00B2",
            "\u00BD",
            "\\,",
            "\\quad ",
            "\\approx ",
            " \\cdot 10^3",
            "e3",
            "\u0663",
            "\uD835\uDFD5",
            "\uD800");
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(60),
        Arbitraries.of(pieces).list().ofMaxSize(14).map(list -> String.join("", list)),
        Arbitraries.of(pieces).list().ofMinSize(300).ofMaxSize(400).map(l -> String.join("", l)));
  }
}
