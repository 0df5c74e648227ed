package dev.sparring.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TaskOptionsTest {
  @TempDir Path folder;

  @Test
  void whatIsNotSaidHoldsTheTasksDefault() {
    Settings settings = Defaults.with("task", "arithmetic", "task-options.operation", "products");

    assertThat(settings.taskOptions())
        .containsEntry("operation", "products")
        .containsEntry("digits", "3")
        .containsEntry("seeded", "true");
    assertThat(settings.configuredTask().parseProblem("12 * 3").orElse(reason -> null).text())
        .isEqualTo("12 * 3");
  }

  @Test
  void theyAreWrittenAndReadBack() {
    Settings settings = Defaults.with("task", "arithmetic", "task-options.digits", "2");

    assertThat(settings.render()).contains("  task-options {\n", "    digits = \"2\"\n");
    assertThat(Settings.parse(settings.render())).isEqualTo(settings);
    assertThat(settings.named("r1").taskOptions()).isEqualTo(settings.taskOptions());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          arithmetic | operation | quotients | task-options.operation holds "quotients" (--set); it takes sums, products or mixed
          arithmetic | digits    | 0         | task-options.digits holds 0 (--set); it takes 1, 2, 3, 4, 5 or 6
          arithmetic | digits    | [3]       | task-options.digits holds a list (--set); it takes a single value
          arithmetic | operatoin | sums      | unknown key task-options.operatoin (--set); did you mean task-options.operation?
          arithmetic | colour    | red       | unknown key task-options.colour (--set); the task arithmetic takes operation, digits, seeded, given, lengths, asked-lengths, order, style, bare-number, held-out
          subtraction | colour   | red       | unknown key task-options.colour (--set); the task subtraction takes none
          """)
  void aMistakeIsOneLine(String task, String key, String value, String line) {
    assertThatThrownBy(() -> Defaults.with("task", task, "task-options." + key, value))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(line);
  }

  @Test
  void theyMustStayForARunToGoOn() {
    Settings sums = Defaults.with("task", "arithmetic", "policy.threads", "2");
    Settings products =
        Defaults.with(
            "task", "arithmetic", "policy.threads", "2", "task-options.operation", "products");

    assertThat(ResumeChanges.refused(sums, products))
        .containsExactly(
            "task-options.operation was \"sums\" and is now \"products\"; a resumed run keeps it");
    assertThat(ResumeChanges.refused(sums, Defaults.with("policy.threads", "2")))
        .containsExactly(
            "task was \"arithmetic\" and is now \"addition\"; a resumed run keeps it",
            "task-options was there and is not now; a resumed run keeps it");
  }

  @Test
  void anotherTaskLeavesThoseOfTheFileBehind() throws IOException {
    Path file = folder.resolve("my.conf");
    Files.writeString(
        file, "sparring { task = arithmetic, task-options { digits = 2, style = brief } }");

    assertThat(Defaults.load(file, Map.of("task", "subtraction")).taskOptions()).isEmpty();
    assertThat(
            Defaults.load(file, Map.of("task", "algebra", "task-options.held-out", "l3"))
                .taskOptions())
        .containsEntry("held-out", "l3")
        .containsEntry("style", "think");
    assertThat(Defaults.load(file, Map.of("task", "arithmetic")).taskOptions())
        .containsEntry("digits", "2");
  }

  /** All but those of the task code, which is not on the class path of this module. */
  static List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(Path.of("..", "config"))) {
      return all.filter(file -> file.toString().endsWith(".conf"))
          .filter(file -> !file.getFileName().toString().endsWith("code.conf"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyConfigurationThatComesAlongCanBeUsed(Path file) {
    Settings settings = Defaults.load(file, Map.of());

    assertThat(Settings.parse(settings.render())).isEqualTo(settings);
    assertThat(settings.configuredTask().heldOut()).isNotEmpty();
  }
}
