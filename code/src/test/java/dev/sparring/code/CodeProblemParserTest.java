package dev.sparring.code;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.core.task.Parsed;
import dev.sparring.sandbox.ProgramTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodeProblemParserTest {
  private static final String STATEMENT = "Read a line of integers and print their sum.";

  private static String withTests(String tests) {
    return STATEMENT + "\n\nTest Cases:\n" + tests.replace(";", "\n");
  }

  private static String reason(String completion) {
    return CodeProblemParser.read(completion, 2) instanceof Parsed.Malformed<CodeProblem> malformed
        ? malformed.reason()
        : "read";
  }

  private static List<ProgramTest> tests(String completion) {
    return CodeProblemParser.read(completion, 2)
        .map(CodeProblem::tests)
        .orElse(
            reason -> {
              throw new AssertionError(reason);
            });
  }

  @Test
  void aProblemIsItsStatementAndItsTests() {
    CodeProblem problem =
        ((Parsed.Read<CodeProblem>)
                CodeProblemParser.read(withTests("1 2 3 ||| 6;-4  5|||1;7 ||| 7"), 3))
            .value();
    assertThat(problem.statement()).isEqualTo(STATEMENT);
    assertThat(problem.tests())
        .containsExactly(
            new ProgramTest("1 2 3", "6"), new ProgramTest("-4 5", "1"), new ProgramTest("7", "7"));
    assertThat(CodeProblem.of(problem.text())).isEqualTo(problem);
  }

  @Test
  void marksOfListsAndCodeLabelsAndBlankLinesDoNotCount() {
    assertThat(
            tests(
                STATEMENT
                    + """


                    **Test Cases:**

                    ```
                    INPUT ||| OUTPUT
                    1. `1 2` ||| `3`
                    - 3 4 ||| [3,4]
                    Input: -5 6 ||| Output: [ -5 ,6]
                    ```
                    That is all.
                    """))
        .containsExactly(
            new ProgramTest("1 2", "3"),
            new ProgramTest("3 4", "[3, 4]"),
            new ProgramTest("-5 6", "[-5, 6]"));
  }

  @Test
  void testsEndAtTheFirstOtherLineAndAfterTen() {
    assertThat(tests(withTests("1 ||| 1;2 ||| 2;Explanation;3 ||| 3"))).hasSize(2);
    assertThat(tests(withTests("1 ||| 1;".repeat(15)))).hasSize(10);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      value = {
        "1 ||| 1 > fewer than 2 tests",
        "1 ||| 1;2 ||| > an output that is no integer and no list of integers",
        "1 ||| 1;2 ||| 1 2 > an output that is no integer and no list of integers",
        "1 ||| 1;2 ||| 2.5 > an output that is no integer and no list of integers",
        "1 ||| 1;2 ||| [1, x] > an output that is no integer and no list of integers",
        "1 ||| 1;2 ||| 1 ||| 3 > an output that is no integer and no list of integers",
        "1, 2 ||| 1;2 ||| 2 > an input that is no line of integers",
        "[1] ||| 1;2 ||| 2 > an input that is no line of integers",
        "x ||| 1;2 ||| 2 > an input that is no line of integers",
        "||| 1;2 ||| 2 > an input that is no line of integers"
      })
  void aTestThatIsNoneMakesTheProblemMalformed(String tests, String reason) {
    assertThat(reason(withTests(tests))).isEqualTo(reason);
  }

  @Test
  void aProblemWithoutTestsWithCodeOrOfImpossibleLengthIsMalformed() {
    assertThat(reason(STATEMENT)).isEqualTo("no test cases");
    assertThat(reason("")).isEqualTo("no test cases");
    assertThat(reason("Sum.\nTest Cases:\n1 ||| 1\n2 ||| 2"))
        .isEqualTo("a statement shorter than 20 characters");
    assertThat(reason("x".repeat(2001) + "\nTest Cases:\n1 ||| 1"))
        .isEqualTo("a statement longer than 2000 characters");
    assertThat(reason(STATEMENT + "\n```python\nprint(1)\n```\nTest Cases:\n1 ||| 1\n2 ||| 2"))
        .isEqualTo("code in the statement");
    assertThat(reason(withTests("1 " + "2 ".repeat(300) + "||| 1;2 ||| 2")))
        .isEqualTo("a test longer than 400 characters");
  }

  @Test
  void veryLongTextsAreReadWithoutAStackOverflow() {
    assertThat(reason(withTests("1" + " 1".repeat(500_000) + " ||| 1"))).isNotEqualTo("read");
    assertThat(reason("*".repeat(500_000) + "\n" + " ".repeat(500_000))).isEqualTo("no test cases");
    assertThat(reason(withTests("1 ||| [" + "1,".repeat(500_000) + "1]"))).isNotEqualTo("read");
  }

  @Test
  void theSameWordsAreTheSameProblemWhateverTheTests() {
    CodeProblem one = new CodeProblem("Print the sum.", List.of(new ProgramTest("1", "1")));
    CodeProblem other = new CodeProblem("print  the SUM", List.of(new ProgramTest("2", "2")));
    assertThat(one.asStatement().key()).isEqualTo(other.asStatement().key());
  }
}
