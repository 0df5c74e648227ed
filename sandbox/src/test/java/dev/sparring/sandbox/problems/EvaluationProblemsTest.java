package dev.sparring.sandbox.problems;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluationProblemsTest {
  private static final String SHA_256 =
      "810a610c5b6b4f8c3f03ea7b3ea1b3b30956eb600a78c27cfb0a0cb638945b7a";

  @Test
  void theFrozenSetIsWhatTheGeneratorWritesFromItsSeed() {
    List<ProgramProblem> written =
        new ProblemGenerator(EvaluationProblems.SEED).problems(EvaluationProblems.COUNT);
    assertThat(EvaluationProblems.load()).isEqualTo(written).hasSize(240);
    assertThat(EvaluationProblems.write(written)).isEqualTo(EvaluationProblems.text());
  }

  @Test
  void theFrozenSetHasTheChecksumThatIsWrittenHere() throws Exception {
    byte[] bytes = EvaluationProblems.text().getBytes(StandardCharsets.UTF_8);
    assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)))
        .isEqualTo(SHA_256);
  }

  @Test
  void problemsAreDifferentAndOfThreeDegrees() {
    List<ProgramProblem> problems = EvaluationProblems.load();
    assertThat(problems).extracting(ProgramProblem::statement).doesNotHaveDuplicates();
    for (int operations = 1; operations <= 3; operations++) {
      int wanted = operations;
      assertThat(problems).filteredOn(p -> p.operations() == wanted).hasSize(80);
    }
  }

  @Test
  void noProblemIsPassedByPrintingAConstantOrTheInput() {
    assertThat(EvaluationProblems.load())
        .allSatisfy(
            problem -> {
              assertThat(problem.tests().stream().map(t -> t.expected()).distinct().count())
                  .isGreaterThanOrEqualTo(4);
              assertThat(problem.tests()).anyMatch(t -> !t.expected().equals(t.input()));
            });
  }
}
