package dev.sparring.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.sandbox.problems.EvaluationProblems;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestsGateTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "1 2 ||| 3 / 1 2 ||| 4; two tests contradict each other: the input 1 2",
        "1 2 ||| 3 / 1  2 ||| 4; two tests contradict each other: the input 1  2",
        "1 2 ||| 3 / 1 2 ||| 3; all tests are equal",
        "1 2 ||| 3; all tests are equal",
        "1 2 ||| 3 / 2 1 ||| 3; printing a constant passes all tests",
        "1 2 ||| 1 2 / 4 5 ||| 4 5; printing the input passes all tests",
        "1 2 ||| [1, 2] / 4 5 ||| [4, 5]; printing the input passes all tests"
      })
  void testsThatSayNothingAreRefusedWithAReason(String lines, String reason) {
    assertThat(TestsGate.refuse(TestLines.parse(lines.replace(" / ", "\n")))).hasValue(reason);
  }

  @Test
  void theEvaluationSetPasses() {
    assertThat(EvaluationProblems.load())
        .allSatisfy(problem -> assertThat(TestsGate.refuse(problem.tests())).isEmpty());
  }
}
