package dev.sparring.core.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.core.RandomStream;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlgebraTest {
  private static final Task WORDS = set();

  private static Task set(String... keysAndValues) {
    Task task = Tasks.named("algebra").orElseThrow();
    Map<String, String> options = new LinkedHashMap<>();
    task.options().forEach(option -> options.put(option.name(), option.otherwise()));
    for (int i = 0; i < keysAndValues.length; i += 2) {
      options.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return task.with(options);
  }

  private static Task.Statement read(String written) {
    return WORDS.parseProblem(written).orElse(reason -> new Task.Statement("", reason));
  }

  @Test
  void theLastSelectedQuestionIsTheProblem() {
    Task.Statement read =
        read(
            """
            1. A train … 2. A boat …
            Selected Question: something about 3 goats and more
            **Selected Question:** *Anna has twice as many eggs
            as Ben; together they have 27. How many has Anna?*

            Solution: 18
            """);
    assertThat(read.text())
        .isEqualTo("Anna has twice as many eggs as Ben; together they have 27. How many has Anna?");
    assertThat(WORDS.truth(read.text())).isEmpty();
  }

  @Test
  void caseSpaceAndPunctuationMakeNoOtherProblem() {
    assertThat(read("Selected Question: Ann has 3 eggs, Ben 4. How many?").key())
        .isEqualTo(read("selected question:  ann has 3  eggs; Ben 4 -- how many").key());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          A train leaves at 7.                             | no selected question
          Selected Question: How?                          | shorter than 20 characters
          Selected Question: How many eggs has Anna today? | a problem without a number
          """)
  void whatIsNoProblemIsRefused(String written, String reason) {
    assertThat(read(written).text()).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Solve 3*x + 1 = x for x.                             | -1/2
          `Solve 3x + 1 = x for x.`                            | -1/2
          Selected Question: Solve x + y = 3, y = 1 for x.     | 2
          """)
  void equationsAreRecognisedAndTheirTruthIsKnown(String written, String truth) {
    Task.Statement statement = read(written);
    assertThat(WORDS.truth(statement.text())).contains(truth);
    assertThat(WORDS.parseProblem(statement.text())).isEqualTo(Parsed.of(statement));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Solve x + y = 7, x = 3 for x.                 | x = 3 and y = 4  | 3
          Solve x + y = 7, x = 3 for y.                 | x = 3 and y = 4  | 4
          Solve x + y = 7, x = 3 for y.                 | x = 3            |
          Solve a + y = 7, a = 3 for y.                 | the value of a is 3 |
          Solve 2*k = 7 for k.                          | 7/2              | 7/2
          Solve 2*k = 7 for k.                          | 2k = 7, k = 3.5  | 7/2
          Anna has 7 eggs, Ben 3 fewer. How many has he? | Ben has 4 eggs  | 4
          Anna has 7 eggs, Ben 3 fewer. How many has he? | x = 7, y = 4    |
          """)
  void anAnswerIsReadForWhatTheProblemAsks(String problem, String written, String answer) {
    String completion = "<answer>" + written + "</answer>";
    assertThat(WORDS.parseAnswer(problem, completion).orElse(reason -> null)).isEqualTo(answer);
    assertThat(WORDS.format(problem, completion))
        .isEqualTo(answer == null ? "malformed" : "answer");
  }

  @Test
  void everySignOfAnEquationCounts() {
    assertThat(read("Solve 3*x + 1 = 7 for x.").key())
        .isEqualTo(read("Solve 3x+1 = 7 for x").key())
        .isNotEqualTo(read("Solve -3*x + 1 = 7 for x.").key());
  }

  @Test
  void theHeldOutLevelsTakeTurns() {
    assertThat(WORDS.heldOut()).hasSize(1000);
    assertThat(set("held-out", "l3").heldOut())
        .hasSize(200)
        .first()
        .isEqualTo(WORDS.heldOut().get(2));
    assertThat(set("held-out", "l3").excluded()).hasSize(1000);
  }

  @Test
  void seededPromptsDiffer() {
    assertThat(prompts(WORDS)).hasSizeGreaterThan(40);
    assertThat(prompts(set("form", "equations"))).hasSizeGreaterThan(60);
    assertThat(prompts(set("seeded", "false"))).hasSize(1);
    assertThat(prompts(set("form", "equations", "seeded", "false"))).hasSize(1);
  }

  private static Set<String> prompts(Task task) {
    Set<String> prompts = new HashSet<>();
    for (long i = 0; i < 100; i++) {
      prompts.add(task.topic(RandomStream.of(5).child(i)).get(0).content());
    }
    return prompts;
  }

  @Property(tries = 3000)
  void anyTextIsReadOrRefused(@ForAll String text) {
    WORDS.parseProblem(text);
    WORDS.parseProblem("Selected Question: " + text);
    assertThat(WORDS.formats()).contains(WORDS.format(text), WORDS.format(text, text));
    WORDS.truth(text);
  }
}
