package dev.sparring.core.task;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.core.linear.LinearQuestion;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class HeldOutTest {
  static Stream<ColumnTask> tasks() {
    return Tasks.all().stream().filter(ColumnTask.class::isInstance).map(ColumnTask.class::cast);
  }

  private static String file(String task) throws IOException {
    try (InputStream stream = HeldOutTest.class.getResourceAsStream("/held-out/" + task + ".txt")) {
      return new String(stream.readAllBytes(), UTF_8);
    }
  }

  static Stream<HeldOut.Recipe> recipes() {
    return Tasks.all().stream()
        .filter(HeldOut.Drawn.class::isInstance)
        .flatMap(task -> ((HeldOut.Drawn) task).recipes().stream());
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void drawingAgainGivesTheFileByteForByte(HeldOut.Recipe recipe) throws IOException {
    assertThat(file(recipe.name())).isEqualTo(recipe.text());
  }

  @ParameterizedTest
  @CsvSource({
    "addition, c23395a93f03ef4fe053cbeb7f0611e56f43a5f56154c491a8c79227f7b282a3",
    "algebra-l1, b8daf38935a958556b56f4a9d8ce29288d6ac338db6d718ea733c96ffb2f81cc",
    "algebra-l2, 1695fb5189137675bfa9d19690233d87d80c5019df9ce1413efbba2a1914f732",
    "algebra-l3, aa8a77f0a4b2ef3f638b3123fae4d7b7e633a0d45eabb3d8653d3b3a90403bb3",
    "algebra-l4, ee8131f0cf80cdf81f3a17c26ec0972e3e14a5ec2bc5c70a26ec45e76c5f0291",
    "algebra-l5, 8e26fc500ed900bf5839c63efa637b25b13d6052fafe711142d72d7139b59517",
    "arithmetic-three-digit-products, 75271d581a7379b0249e76089f56024ee18afa1b605556fc605b0020795b1a8f",
    "arithmetic-three-digit-sums, 17eb0aa80cd9eda166f7d19d785146580af07578eac475b9ef85e09801eae61b",
    "arithmetic-tinyzero-products, 8909f7f05d3fc7664c7c6048b22b986be165eb97bf23b12700f4da5f26cb18f0",
    "arithmetic-tinyzero-sums, 248da8308f344124b3c05b98617a9a8ddb94b90f04dbd62a556e47694789975b",
    "multiplication, d124473e725c7ee39ad6ef9f5ec17dfbb54d58331995a02cd1cef2fd23979a28",
    "subtraction, 2bf1a2de7f0c7d44d2dc0b359cb08d471ecec0f3cadc453f732d530acdb73578"
  })
  void theFrozenProblemsAreTheOnesThatFiguresWereMeasuredOn(String task, String sha256)
      throws Exception {
    String problems = file(task).replaceAll("(?m)^# .*\n", "");
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(problems.getBytes(UTF_8));
    assertThat(HexFormat.of().formatHex(digest)).isEqualTo(sha256);
    assertThat(file(task)).contains("# sha256: " + sha256 + "\n");
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void thereAreFiveHundredDistinctLongProblemsThatTheTaskCanReadAndSolve(ColumnTask task) {
    assertThat(task.heldOut()).hasSize(500).doesNotHaveDuplicates();
    assertThat(task.heldOut())
        .allMatch(problem -> task.parseProblem(problem) instanceof Parsed.Read)
        .allMatch(problem -> task.truth(problem).isPresent())
        .allMatch(problem -> problem.charAt(0) != '0');
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void everyHeldOutProblemOfAWordyTaskReadsBackDistinctAndWithItsTruth(HeldOut.Recipe recipe) {
    Set<String> problems = HeldOut.read(recipe.name());
    assertThat(problems).hasSize(recipe.count());
    Task task =
        Tasks.all().stream()
            .filter(t -> recipe.subject().endsWith(" " + t.name()))
            .findFirst()
            .orElseThrow();
    Set<String> keys = new HashSet<>();
    for (String problem : problems) {
      assertThat(task.truth(problem)).as(problem).isPresent();
      assertThat(keys.add(recipe.key().apply(problem))).as(problem).isTrue();
    }
  }

  @Test
  void equationsHaveWholeAnswersAndNoneHoldsTheAskedVariableAlone() {
    for (LinearEquations.Level level : LinearEquations.Level.values()) {
      for (String problem : HeldOut.read(level.set())) {
        LinearQuestion question = LinearQuestion.read(problem).orElseThrow();
        assertThat(question.answer().denominator()).isEqualTo(BigInteger.ONE);
        String asked = question.variable();
        assertThat(problem.replaceAll("^Solve | for .\\.$", "").split(", "))
            .allMatch(e -> !e.contains(asked) || e.replaceAll("[^a-z]|" + asked, "").length() > 0);
      }
    }
  }
}
