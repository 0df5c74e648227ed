package dev.sparring.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparring.cli.distill.Distillation;
import dev.sparring.core.config.Settings;
import dev.sparring.policy.Policy;
import dev.sparring.policy.checkpoint.Json;
import dev.sparring.testkit.RunFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code sparring distill}: the bundled model teaches, random weights with another vocabulary
 * learn.
 */
class DistillCommandTest {
  private static final Path STUDENT = Cli.GOLDEN.resolve("llama-tiny");
  private static final Path TEACHER = RunFiles.HOME.resolve("models/bundled");

  @TempDir private Path directory;

  private static Settings settings() {
    return Settings.load(
        Optional.empty(),
        Map.of(
            "task", "addition",
            "policy.threads", "1",
            "policy.context", "64",
            "solver.samples", "4",
            "learn.rate", "1e-2",
            "evaluation.problems", "8",
            "evaluation.samples", "2"));
  }

  private List<Distillation.Point> distill(Path out, Consumer<String> progress) throws IOException {
    Settings settings = settings();
    try (Policy teacher = Policy.forWriting(TEACHER, settings);
        Policy student = Policy.forLearningAlone(STUDENT, settings)) {
      return new Distillation(
              out, settings.configuredTask(), settings, new Distillation.Plan(64, 8, 2), progress)
          .run(teacher, student, Map.of("what", "a test"));
    }
  }

  private static double loss(List<String> lines, int lesson) {
    return lines.stream()
        .filter(line -> line.startsWith("lesson " + lesson + "/"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aStudentLearnsItsTeachersAnswersAndGoesOnWhereItWasStoppedWithTheSameBits()
      throws IOException {
    List<String> lines = new ArrayList<>();
    Path whole = directory.resolve("whole");
    List<Distillation.Point> points = distill(whole, lines::add);
    assertThat(points)
        .extracting(point -> point.volume().orElse(-1))
        .containsExactly(-1, 0, 16, 32, 64);
    assertThat(points.get(0).measured().get("eval/greedy"))
        .isGreaterThan(points.get(1).measured().get("eval/greedy"));
    assertThat(loss(lines, 64)).isLessThan(loss(lines, 8) / 2);

    Path stopped = directory.resolve("stopped");
    for (int lesson : new int[] {8, 40}) {
      assertThatThrownBy(
              () ->
                  distill(
                      stopped,
                      line -> {
                        if (line.startsWith("lesson " + lesson + "/")) {
                          throw new IllegalStateException("stopped");
                        }
                      }))
          .hasMessage("stopped");
    }
    // a line that was being written
    Files.writeString(
        stopped.resolve("lessons.jsonl"),
        Files.readString(stopped.resolve("lessons.jsonl")) + "{\"n\":");
    distill(stopped, line -> {});
    assertThat(RunFiles.files(stopped)).isEqualTo(RunFiles.files(whole));
    assertThat(stopped.resolve("student/model.safetensors")).isRegularFile();
  }

  @Test
  void aLessonHasTheLabelThatTheAnswersAgreeOnAndNoHeldOutProblem() throws IOException {
    Path out = directory.resolve("out");
    distill(out, line -> {});
    var task = settings().configuredTask();
    List<JsonNode> lessons = new ArrayList<>();
    for (String line : Files.readAllLines(out.resolve("lessons.jsonl"))) {
      lessons.add(Json.MAPPER.readTree(line));
    }
    assertThat(lessons).hasSize(64);
    assertThat(lessons).extracting(l -> l.path("key").asText()).doesNotHaveDuplicates();
    for (JsonNode lesson : lessons) {
      String problem = lesson.path("problem").asText();
      assertThat(task.excluded()).doesNotContain(problem);
      assertThat(lesson.path("votes").asInt()).isBetween(2, 4);
      assertThat(lesson.path("answers")).hasSizeBetween(1, 2);
      for (JsonNode answer : lesson.path("answers")) {
        assertThat(task.parseAnswer(problem, answer.path("text").asText()).toString())
            .contains(lesson.path("label").asText());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--volume, 0, '--volume is 0; it takes a whole number, 1 or more'",
    "--task, code, 'the task code has its answers tested; distill takes tasks with a vote'"
  })
  void mistakesAreOneLine(String option, String value, String line) {
    Cli.Result said =
        Cli.sparring("distill", "bundled", STUDENT.toString(), directory + "/out", option, value);
    assertThat(said.complaint()).isEqualTo("sparring: " + line);
    assertThat(said.code()).isEqualTo(Main.MISTAKE);
    assertThat(directory.resolve("out")).doesNotExist();
  }

  @Test
  void aFolderOfSomethingElseIsNotTouched() throws IOException {
    Files.writeString(directory.resolve("mine.txt"), "mine");
    Cli.Result said =
        Cli.sparring(
            "distill",
            "bundled",
            STUDENT.toString(),
            directory.toString(),
            "--task=addition",
            "--set=policy.context=64");
    assertThat(said.complaint())
        .isEqualTo(
            "sparring: " + directory + " holds other files; choose another OUT, or remove it");
    assertThat(directory).isDirectoryContaining("glob:**/mine.txt");
  }
}
