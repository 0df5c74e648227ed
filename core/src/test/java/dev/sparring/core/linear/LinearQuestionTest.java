package dev.sparring.core.linear;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinearQuestionTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Solve 2*x + 3*y = 7, x - y = 1 for x.        | 2
          solve 2x+3y=7 and x-y=1 for y                | 1
          Solve 3x = 1 for x.                          | 1/3
          Solve 2(x - 1)/5 = -(3 - x) for x.           | 13/3
          Solve k = 7 + 5, 2*x = k, z + z = 3 for x.   | 6
          Solve x + y = 3, x + y = 3, x = 1 for y.     | 2
          Solve: 0.5*x = 1 for x                       | 2
          Solve x = y + w, y - 2 = 3 - w for x.        | 5
          """)
  void whatTheEquationsSettleIsFoundExactly(String text, String answer) {
    assertThat(LinearQuestion.read(text).orElseThrow().answer()).hasToString(answer);
  }

  @Test
  void aQuestionKnowsAllItsVariables() {
    LinearQuestion question =
        LinearQuestion.read("Solve k = 7 + 5, 2*X = k, z + z = 3 for X.").orElseThrow();
    assertThat(question.variable()).isEqualTo("X");
    assertThat(question.variables()).containsExactlyInAnyOrder("X", "k", "z");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Solve x + y = 3 for x.",
        "Solve x = 1, x = 2 for x.",
        "Solve x = 1, y = 2, y = 3 for x.",
        "Solve x*x = 4 for x.",
        "Solve 1/x = 4 for x.",
        "Solve x/0 = 4 for x.",
        "Solve y = 4 for x.",
        "Solve 2 = 2 for x.",
        "Solve x = 1 = 1 for x.",
        "Solve for x.",
        "Solve x = for x.",
        "Solve (x = 1 for x.",
        "x = 1",
        ""
      })
  void whatTheyDoNotSettleIsNoQuestion(String text) {
    assertThat(LinearQuestion.read(text)).isEmpty();
  }

  @Property
  void oneUnknownIsWhatOneWouldWorkOutByHand(
      @ForAll @IntRange(min = 1, max = 1000) int a,
      @ForAll @IntRange(min = -1000, max = 1000) int b,
      @ForAll @IntRange(min = -1000, max = 1000) int x) {
    String text = "Solve %d*x + %d = %d for x.".formatted(a, b, a * x + b);
    assertThat(LinearQuestion.read(text).orElseThrow().answer()).hasToString(Integer.toString(x));
  }

  @Property(tries = 5000)
  void anyTextIsReadOrRefused(@ForAll("sides") String side, @ForAll("sides") String other) {
    LinearQuestion.read("Solve " + side + " = " + other + " for x.");
    LinearQuestion.read(side);
  }

  @Provide
  Arbitrary<String> sides() {
    return Arbitraries.oneOf(
        Arbitraries.strings().withChars("xy0123456789+-*/(),. =".toCharArray()).ofMaxLength(60),
        Arbitraries.strings().ofMaxLength(20),
        Arbitraries.strings().withChars('(').ofMaxLength(700));
  }
}
