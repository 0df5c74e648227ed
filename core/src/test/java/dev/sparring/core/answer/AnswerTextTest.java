package dev.sparring.core.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.core.answer.AnswerText.Form;
import dev.sparring.core.answer.AnswerText.Found;
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
    assertThat(TOLERANT.find("It is 7.")).contains(new Found(Form.BARE, "7"));
    assertThat(TOLERANT.find("\\boxed{7} or 8")).contains(new Found(Form.BOXED, "7"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "6 x 7 is 42, I think.|42",
        "So 10-3|3",
        "x = -3|-3",
        "x = \u22123|-3",
        "f(2)-5|5",
        "one of 1, 2, 3|3",
        "1,234,567!|1234567",
        "about 3/4 of it|3/4",
        "2.50|5/2",
        ".5|1/2",
        "it is **12**|12",
      })
  void theLastNumberIsReadWithItsSignAndFraction(String text, String canonical) {
    assertThat(TOLERANT.canonical(text)).contains(canonical);
  }

  @Test
  void aPercentageIsNotReadAsANumber() {
    assertThat(TOLERANT.find("3, so 50%")).contains(new Found(Form.BARE, "50%"));
    assertThat(TOLERANT.canonical("3, so 50%")).isEmpty();
  }

  @Test
  void aTextWithoutNumberHasNone() {
    assertThat(TOLERANT.find("no idea")).isEmpty();
    assertThat(TOLERANT.find("x2")).isEmpty();
    assertThat(TOLERANT.find("")).isEmpty();
    assertThat(TOLERANT.find(null)).isEmpty();
  }

  @Test
  void longHostileTextsAreReadInOnePass() {
    int n = 200_000;
    assertThat(TOLERANT.canonical("<answer>".repeat(n))).isEmpty();
    assertThat(TOLERANT.canonical("\\boxed{".repeat(n))).isEmpty();
    assertThat(TOLERANT.canonical("\\boxed{".repeat(n) + "}".repeat(n))).isEmpty();
    assertThat(TOLERANT.canonical("1" + ",000".repeat(n))).isEmpty();
    assertThat(TOLERANT.canonical("9".repeat(n))).isEmpty();
    assertThat(TOLERANT.canonical("1,".repeat(n))).contains("1");
  }
}
