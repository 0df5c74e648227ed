package dev.sparring.core.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatedAnswerTest {
  private static Optional<String> read(String text) {
    return StatedAnswer.read(text, Optional.empty());
  }

  private static Optional<String> readFor(String variable, String text) {
    return StatedAnswer.read(text, Optional.of(new Unknown(variable, Set.of("x", "y", "a"))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        // a number and its unit
        "829|829",
        "829 apples|829",
        "829 apples.|829",
        "829 (apples)|829",
        "60 km/h|60",
        "5 days a week|5",
        "The result is 829|829",
        "The answer: -5|-5",
        "Answer:-5|-5",
        "so 83|83",
        "Anna has 18 eggs|18",
        "Anna has exactly 18 eggs.|18",
        "There were 5 apples|5",
        "That's 5.|5",
        "829 is the answer|829",
        "(7)|7",
        "(-7)|-7",
        "-(7)|-7",
        "\"7\"|7",
        "= 7|7",
        "7 =|7",
        "7.|7",
        "It is 1,234,567!|1234567",
        "**829**|829",
        "It is *829*.|829",
        "`829`|829",
        "#### 829|829",
        // signs
        "is -5|-5",
        "is \u22125|-5",
        "is \u20135|-5",
        "x = - 5|-5",
        "The answer is +5 units|5",
        // money
        "$829|829",
        "The result is $829.|829",
        "-$5|-5",
        "$-5|-5",
        "\u2212\u20AC5|-5",
        "\u00A3-5|-5",
        "\u20B95|5",
        "5 \u20AC|5",
        "-\\$5|-5",
        "It costs \\$1,234.50|2469/2",
        // groups, decimals, powers of ten
        "1,234 km|1234",
        "1{,}234 km|1234",
        "1,\\!234 km|1234",
        "1\\,234|1234",
        "12\\,345\\,678|12345678",
        "1\u2009234|1234",
        "1\u202F234|1234",
        "0.50 km|1/2",
        "1e3 km|1000",
        "3.2 \\times 10^3|3200",
        "3.2 \\cdot 10^{3}|3200",
        "-3.2 \u00D7 10\u00B3|-3200",
        "5 x 10^-2|1/20",
        "5*10^{-2} m|",
        "5*10^{-2} metres|1/20",
        // TeX
        "x = \\frac{6}{4} apples|3/2",
        "-\\dfrac{1}{2} km|-1/2",
        "\\left(\\frac{1}{2}\\right)|1/2",
        "\\left( -\\tfrac{1}{2} \\right)|-1/2",
        "$x = 5$|5",
        "$x$ = $5$|5",
        "\\(x = 5\\).|5",
        "5\\text{ km}|5",
        "5~\\text{km}|5",
        "5\\,\\mathrm{km}|5",
        "\\text{The answer is } 7\\text{.}|7",
        "x = \\boxed{7}|7",
        "\\boxed{7} apples|7",
        "\\displaystyle 7 apples|7",
        // equality
        "351 + 478 = 829|829",
        "351 + 478 = 830|830",
        "829 = 351 + 478|829",
        "$351 + $478 = $829|829",
        "351 plus 478 is 829|829",
        "351 times 2 equals 702|702",
        "The sum of 351 and 478 is 829.|829",
        "6 x 7 is 42, I think.|42",
        "x = 6/2 = 3|3",
        "x = 7/2 = 3.5|7/2",
        "x = \\frac{7}{2} = 3.5|7/2",
        "x = 10/3 \\approx 3.33|10/3",
        "x = 10/3 \u2248 3.33|10/3",
        "\\sqrt{49} = 7|7",
        "7^2 = 49|49",
        "7\u00B2 = 49|49",
        "5! = 120 by hand|",
        "50% of 30 = 15|15",
        "50\\% \\cdot 30 = 15|15",
        "2 1/2 = 5/2|5/2",
        "7 = x|7",
        "x = y = 7|7",
        "x = 7, so the answer is 7|7",
        "30 + 40 = 70, 5 + 8 = 13, 70 + 13 = 83|83",
        "30 + 40 = 70; 5 + 8 = 13; the total is 83|83",
        "Step 2: 351 + 478 = 829|829",
        "In one line, I'll write: 351 + 478 = 829.|829",
        "2\\cdot 3 = 6 \\Rightarrow x = 6|6",
      })
  void whatLeavesNoDoubtIsRead(String text, String answer) {
    assertThat(read(text)).isEqualTo(Optional.ofNullable(answer));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7|7|7",
        "7 apples|7|7",
        "The answer is 7.|7|7",
        "x = 7|7|",
        "7 = x|7|",
        "X = 7||",
        "y = 7||7",
        "x = 3 and y = 4|3|4",
        "x=3, y=4|3|4",
        "x=3,y=-4|3|-4",
        "y = 4, x = 3|3|4",
        "x = 3; y = 4|3|4",
        "x = 3. y = 4.|3|4",
        "x = 3\\ny = 4|3|4",
        "$x = 3$ and $y = 4$|3|4",
        "x = 3 \\quad y = 4|3|4",
        "x &= 3 \\\\ y &= 4|3|4",
        "x: 3, y: 4|3|4",
        "x is 3 and y is 4|3|4",
        "The value of x is 3 and the value of y is 4.|3|4",
        "for x we get x = 3|3|",
        "solving for x gives x = 3|3|",
        "x = 6/2 = 3, y = 4|3|4",
        "x = 6/2 = 4, y = 4||",
        "x = y = 7|7|7",
        "x, y = 3, 4||",
        "(x, y) = (3, 4)||",
        "x and y are both 7||",
        "x = 3, 4||",
        "x = 3, x = -3||",
        "x = 3 or y = 4||",
        "2x = 6||",
        "2x = 6, so x = 3|3|",
        "2x + 1 = 7 \\Rightarrow x = 3|3|",
        "x + y = 7, x = 3|3|",
        "x = 3y = 6||",
        "x = 3 y = 4||",
        "y = 4 when x = 3||",
        "x = 3 (and y = 4)||",
        "x + 1 = 4||",
        "the value of a is 7||",
        "a = 7||",
        "The cost of a ticket is 7||",
        "The cost of the ticket is 7|7|7",
        "x_1 = 7||",
        "x = 3, so the answer is 4||",
        "x = 3, 2*3 = 6||",
        "x = 10/3 \\approx 3.33|10/3|",
        "x \\approx 3.33||",
        "x = 50\\%||",
        "x = 2 1/2||",
        "x = -\\$5|-5|",
        "y's value is 7||",
        "the y-coordinate is 7||",
        "I think x = 7|7|",
        "I'm sure the answer is 7|7|7",
      })
  void ofSeveralVariablesTheOneThatWasAskedForIsRead(String text, String x, String y) {
    String lines = text.replace("\\ny", "\ny");
    assertThat(readFor("x", lines)).isEqualTo(Optional.ofNullable(x));
    assertThat(readFor("y", lines)).isEqualTo(Optional.ofNullable(y));
  }

  @Test
  void whatIsTooLongToBeAnAnswerIsNotRead() {
    assertThat(read("so ".repeat(300) + "7")).contains("7");
    assertThat(read("so ".repeat(340) + "7")).isEmpty();
    assertThat(read("9".repeat(200) + " apples")).contains("9".repeat(200));
    assertThat(read("9".repeat(201) + " apples")).isEmpty();
    assertThat(read("9".repeat(150) + " * 10^90")).isEmpty();
  }
}
