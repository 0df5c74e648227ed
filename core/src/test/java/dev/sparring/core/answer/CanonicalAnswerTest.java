package dev.sparring.core.answer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalAnswerTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "7|7",
        "007|7",
        "+5|5",
        "- 5|-5",
        "\u22125|-5",
        "\u20135|-5",
        "-0|0",
        "0.000|0",
        "2.50|5/2",
        ".5|1/2",
        "-.25|-1/4",
        "1,000|1000",
        "12,345,678.5|24691357/2",
        "1{,}000|1000",
        "3/4|3/4",
        "6 / -8|-3/4",
        "1,000/3|1000/3",
        "0.5/0.25|2",
        "1e3|1000",
        "2.5E-1|1/4",
        "1e+0002|100",
        "1e0|1",
        "\\frac{3}{4}|3/4",
        "-\\dfrac{10}{4}|-5/2",
        "\\tfrac { -1 } { 2 }|-1/2",
        "x = 7|7",
        "x_1=-7/14|-1/2",
        "answer = 12.|12",
        "$7$|7",
        "$$ x = \\frac{1}{2} $$|1/2",
        "x = $7$|7",
        "\\(42\\)|42",
        "\\[ 42. \\]|42",
        "$42$.|42",
        "\"  42 \n\"|42",
        "\"\u00A042\u202F\"|42",
      })
  void oneValueHasOneSpelling(String text, String canonical) {
    assertThat(CanonicalAnswer.of(text)).contains(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ".",
        "-",
        "/",
        "$",
        "$$",
        "$$$$",
        "x =",
        "7..",
        "7...",
        "--7",
        "1,00",
        "1,0000",
        "0,123",
        "1000,000",
        ",123",
        "1,000,00",
        "1 000",
        "2 1/2",
        "1/2/3",
        "7/0",
        "0/0",
        "\\frac{1}{0}",
        "\\frac{1}{2",
        "\\frac12",
        "1e",
        "1e101",
        "1e-101",
        "1e999999999999999999999",
        "1e1.5",
        "50%",
        "$7",
        "\u20AC7",
        "7 apples",
        "seven",
        "x = y = 7",
        "3 + 4",
        "3 + 4 = 7",
        "7 = x",
        "0x10",
        "NaN",
        "Infinity",
        "\u0667",
        "\uFF17",
        "1.2.3",
        "7 8",
      })
  void whatIsNoSingleNumberIsRefused(String text) {
    assertThat(CanonicalAnswer.of(text)).isEmpty();
  }

  @Test
  void nothingIsNoAnswer() {
    assertThat(CanonicalAnswer.of(null)).isEmpty();
  }

  @Test
  void lengthIsBoundedBeforeAndAfter() {
    String longest = "9".repeat(CanonicalAnswer.MAX_LENGTH);
    assertThat(CanonicalAnswer.of(longest)).contains(longest);
    assertThat(CanonicalAnswer.of(longest + "9")).isEmpty();
    assertThat(CanonicalAnswer.of("9".repeat(150) + "e100")).isEmpty();
  }

  @Test
  void theGreatestExponentIsRead() {
    assertThat(CanonicalAnswer.of("1e100")).contains("1" + "0".repeat(100));
    assertThat(CanonicalAnswer.of("1e-100")).contains("1/1" + "0".repeat(100));
  }
}
