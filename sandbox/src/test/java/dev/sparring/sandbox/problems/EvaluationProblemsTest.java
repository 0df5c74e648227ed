package dev.sparring.sandbox.problems;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
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

  @Property
  void passAtKIsTheShareOfDrawsWithAProgramThatPasses(
      @ForAll @IntRange(min = 1, max = 8) int n,
      @ForAll @IntRange(max = 8) int c,
      @ForAll @IntRange(min = 1, max = 8) int k) {
    if (c <= n && k <= n) {
      int draws = 0;
      int good = 0;
      for (int set = 0; set < 1 << n; set++) {
        if (Integer.bitCount(set) == k) {
          draws++;
          good += (set & (1 << c) - 1) != 0 ? 1 : 0;
        }
      }
      assertThat(PassAtK.estimate(n, c, k)).isCloseTo(good / (double) draws, within(1e-12));
    }
  }

  @Test
  void passAtKRefusesWhatHasNoMeaning() {
    for (int[] bad : new int[][] {{4, 5, 1}, {4, -1, 1}, {4, 2, 0}, {4, 2, 5}}) {
      assertThatThrownBy(() -> PassAtK.estimate(bad[0], bad[1], bad[2]))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
