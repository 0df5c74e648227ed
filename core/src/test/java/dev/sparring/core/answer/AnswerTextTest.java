package dev.sparring.core.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.core.answer.AnswerText.Form;
import dev.sparring.core.answer.AnswerText.Found;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerTextTest {
  private static final AnswerText MARKED = new AnswerText(false);
  private static final AnswerText TOLERANT = new AnswerText(true);

  @Test
  void theLastCompleteTagCounts() {
    assertThat(MARKED.find("<answer>1</answer> no: <answer> 2 </answer> <answer>3"))
        .contains(new Found(Form.TAG, "2"));
    assertThat(MARKED.find("<answer>7</answer> junk </answer>")).contains(new Found(Form.TAG, "7"));
    assertThat(MARKED.find("</answer>7<answer>")).isEmpty();
  }

  @Test
  void theLastBalancedBoxCounts() {
    assertThat(MARKED.find("\\boxed{1}, so \\boxed{\\frac{3}{4}}"))
        .contains(new Found(Form.BOXED, "\\frac{3}{4}"));
    assertThat(MARKED.find("\\boxed{1}, so \\boxed{\\frac{3}{4}"))
        .contains(new Found(Form.BOXED, "1"));
    assertThat(MARKED.find("{ \\boxed{a\\}b} } }")).contains(new Found(Form.BOXED, "a\\}b"));
    assertThat(MARKED.find("\\boxed{\\boxed{5}}")).contains(new Found(Form.BOXED, "5"));
  }

  @Test
  void aBoxInsideATagIsOpened() {
    assertThat(MARKED.find("\\boxed{1} <answer>It is $\\boxed{2}$</answer> \\boxed{3}"))
        .contains(new Found(Form.TAG, "2"));
  }

  @Test
  void aBareNumberCountsOnlyWhereItIsAllowed() {
    assertThat(MARKED.find("It is 7.")).isEmpty();
    assertThat(TOLERANT.find("It is 7.")).contains(new Found(Form.BARE, "It is 7."));
    assertThat(TOLERANT.find("\\boxed{7} or 8")).contains(new Found(Form.BOXED, "7"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "6 x 7 is 42, I think.|42",
        "x = -3|-3",
        "x = \u22123|-3",
        "1,234,567!|1234567",
        "2.50|5/2",
        ".5|1/2",
        "it is **12**|12",
        "30 and 40 are 70. The sum is 83.|83",
        "First 5 + 8 = 13.\\n35 + 48 = 83\\nI hope this helps!|83",
        "x = 3. Let me check: 2*3 = 6. So x = 3.|3",
        "It costs -$5. That is all.|-5",
      })
  void theLastStatementWithANumberIsRead(String text, String canonical) {
    assertThat(TOLERANT.canonical(text.replace("\\n", "\n"))).contains(canonical);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "So 10-3",
        "f(2)-5",
        "one of 1, 2, 3",
        "about 3/4 of it",
        "3, so 50%",
        "3, so 50\\%",
        "It is 7. Or is it eight?",
        "It is 7, not 8.",
        "It is 7. \u0668",
        "It is 7, or rather \uFF18",
        "Anna has 3 and Ben has 4.",
        "x = 3.\\ny = 4.",
        "So x = 3, which makes y = 4.",
        "2x = 6",
      })
  void aLastStatementThatLeavesADoubtHasNoVote(String text) {
    String lines = text.replace("\\n", "\n");
    assertThat(TOLERANT.find(lines)).map(Found::form).contains(Form.BARE);
    assertThat(TOLERANT.canonical(lines)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<answer>x = 3, y = 4</answer>|3|4",
        "<answer>x = \\boxed{3}, y = \\boxed{4}</answer>|3|4",
        "<answer>$x = \\boxed{3}$</answer>|3|",
        "x = <answer>3</answer>, y = <answer>4</answer>|3|4",
        "x: <answer>3</answer> y: <answer>4</answer>|3|4",
        "$x = \\boxed{3}$ and $y = \\boxed{4}$|3|4",
        "x = \\boxed{3}, so y = \\boxed{4}|3|4",
        "The value of x is \\boxed{3}.|3|",
        "so $x = \\boxed{\\boxed{3}}$|3|",
        "2x = \\boxed{6}||",
        "x + y = \\boxed{7}||",
        "x + 1 = \\boxed{4}||",
        "x = 3, and the answer is \\boxed{3}|3|3",
        "Solving for it gives \\boxed{3}|3|3",
        "351 + 478 = \\boxed{829}|829|829",
        "x = 3. y = 4.||4",
        "So y = 4, x = 3.|3|4",
      })
  void ofSeveralUnknownsTheOneThatWasAskedForIsRead(String text, String x, String y) {
    assertThat(TOLERANT.canonical(text, unknown("x"))).isEqualTo(Optional.ofNullable(x));
    assertThat(TOLERANT.canonical(text, unknown("y"))).isEqualTo(Optional.ofNullable(y));
  }

  private static Optional<Unknown> unknown(String name) {
    return Optional.of(new Unknown(name, Set.of("x", "y")));
  }

  @Test
  void marksOfSeveralUnknownsHaveNoVoteWhereNobodyKnowsWhichIsAskedFor() {
    assertThat(MARKED.canonical("x = \\boxed{3}, y = \\boxed{4}")).isEmpty();
    assertThat(MARKED.canonical("x = <answer>3</answer>, y = <answer>4</answer>")).isEmpty();
    assertThat(MARKED.canonical("<answer>x = \\boxed{3}, y = \\boxed{4}</answer>")).isEmpty();
    assertThat(MARKED.canonical("x = \\boxed{2}. No, x = \\boxed{3}")).contains("3");
    assertThat(MARKED.canonical("3 + 4 = \\boxed{7}, 7 + 1 = \\boxed{8}")).contains("8");
  }

  @Test
  void aTextWithoutNumberHasNone() {
    assertThat(TOLERANT.find("no idea")).isEmpty();
    assertThat(TOLERANT.find("")).isEmpty();
    assertThat(TOLERANT.find(null)).isEmpty();
    assertThat(TOLERANT.canonical("x2")).isEmpty();
    assertThat(TOLERANT.canonical(null)).isEmpty();
  }

  @Test
  void longHostileTextsAreReadInOnePass() {
    int n = 200_000;
    assertThat(TOLERANT.canonical("<answer>".repeat(n))).isEmpty();
    assertThat(TOLERANT.canonical("\\boxed{".repeat(n))).isEmpty();
    assertThat(TOLERANT.canonical("\\boxed{".repeat(n) + "}".repeat(n))).isEmpty();
    assertThat(TOLERANT.canonical("1" + ",000".repeat(n))).isEmpty();
    assertThat(TOLERANT.canonical("9".repeat(n))).isEmpty();
    assertThat(TOLERANT.canonical("1,".repeat(n))).isEmpty();
    assertThat(TOLERANT.canonical("a ".repeat(n))).isEmpty();
    assertThat(TOLERANT.canonical("7. " + "a ".repeat(n))).isEmpty();
    assertThat(TOLERANT.canonical("x = 1, ".repeat(n))).isEmpty();
    assertThat(TOLERANT.canonical("x = \\boxed{1} ".repeat(n), unknown("x"))).contains("1");
    assertThat(TOLERANT.canonical("<answer>1</answer>".repeat(n))).contains("1");
    assertThat(TOLERANT.canonical("<answer>" + "\\frac{".repeat(n) + "</answer>")).isEmpty();
  }
}
