package dev.sparring.core.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.core.answer.Unknown;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkedAnswerTest {
  private static final MarkedAnswer MARKED = new MarkedAnswer(false);
  private static final MarkedAnswer BARE = new MarkedAnswer(true);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <answer>829</answer>                                | 829  | answer
          <think>351 + 478</think><answer> 829. </answer>     | 829  | answer
          <answer>1</answer> no, <answer>1,829</answer>       | 1829 | answer
          <answer>351 + 478 = 829</answer>                    | 829  | answer
          <answer>829 apples</answer>                         | 829  | answer
          <answer>The result is $829.</answer>                | 829  | answer
          <answer>x = 6/4</answer>                            | 3/2  | answer
          <answer>\\boxed{829}</answer>                       | 829  | answer
          so it is \\boxed{\\frac{6}{4}}                      | 3/2  | boxed
          \\boxed{1} in \\boxed{829}                          | 829  | boxed
          """)
  void aMarkedAnswerIsFoundAndCanonical(String text, String answer, String format) {
    assertThat(MARKED.parse(text, Optional.empty())).isEqualTo(Parsed.of(answer));
    assertThat(MARKED.format(text, Optional.empty())).isEqualTo(format);
    assertThat(BARE.parse(text, Optional.empty())).isEqualTo(Parsed.of(answer));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <answer>351 + 478</answer>   | what is marked is no number
          <answer>50%</answer>         | what is marked is no number
          <answer>50\\%</answer>       | what is marked is no number
          <answer>2\\sqrt{3}</answer>  | what is marked is no number
          <answer>2 1/2</answer>       | what is marked is no number
          <answer>negative 5</answer>  | what is marked is no number
          <answer>x = 3, y = 4</answer> | what is marked is no number
          <answer>x = 6/2 = 4</answer> | what is marked is no number
          <answer>many</answer>        | what is marked is no number
          <answer></answer>            | what is marked is no number
          <answer>829                  | no answer is marked
          351 + 478 = 829              | no answer is marked
          """)
  void whatIsMarkedInNoWayOrIsNoNumberIsRefused(String text, String reason) {
    assertThat(MARKED.parse(text, Optional.empty())).isEqualTo(Parsed.malformed(reason));
    assertThat(MARKED.format(text, Optional.empty())).isEqualTo("malformed");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = "351 + 478 = 829 | 829\nIt is 1,829. | 1829")
  void aBareNumberCountsWhereThatIsAllowed(String text, String answer) {
    assertThat(BARE.parse(text, Optional.empty())).isEqualTo(Parsed.of(answer));
    assertThat(BARE.format(text, Optional.empty())).isEqualTo("bare");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = "x | 3 | answer\ny | 4 | answer\nz | | malformed")
  void ofTwoUnknownsTheOneThatWasAskedForIsTheAnswer(String name, String answer, String format) {
    Optional<Unknown> unknown = Optional.of(new Unknown(name, Set.of("x", "y", "z")));
    String both = "<answer>x = 3 and y = 4</answer>";
    assertThat(MARKED.parse(both, unknown).orElse(reason -> null)).isEqualTo(answer);
    assertThat(MARKED.format(both, unknown)).isEqualTo(format);
  }

  @Property(tries = 3000)
  void anyTextIsReadOrRefused(@ForAll String text) {
    for (String marked : new String[] {text, "<answer>" + text + "</answer>", "\\boxed{" + text}) {
      assertThat(MarkedAnswer.FORMATS)
          .contains(BARE.format(marked, Optional.empty()), MARKED.format(marked, Optional.empty()));
    }
  }
}
