package dev.sparring.core.task;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.stream.Stream;
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
}
