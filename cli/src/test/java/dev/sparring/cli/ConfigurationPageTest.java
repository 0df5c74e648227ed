package dev.sparring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.core.config.SettingsTables;
import dev.sparring.core.task.Task;
import dev.sparring.core.task.TaskOption;
import dev.sparring.core.task.Tasks;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code docs/configuration.md} says what the program takes. */
class ConfigurationPageTest {
  private final DocPage page = DocPage.of("configuration.md");

  @Test
  void everySettingStandsThereWithItsDefaultItsLimitsAndItsComment() {
    page.assertGenerated("settings", SettingsTables.of(Path.of("..")));
  }

  @Test
  void everyOptionOfEveryTaskStandsThereWithItsValuesAndItsDefault() {
    List<String> rows =
        Tasks.all().stream()
            .flatMap(task -> task.options().stream().map(option -> row(task, option)))
            .toList();
    assertThat(rows).hasSizeGreaterThan(10);
    String section = page.section("### Options of tasks");
    assertThat(section).contains(rows);
    assertThat(section.lines().filter(line -> line.startsWith("| `"))).hasSameSizeAs(rows);
  }

  /** The beginning of the option's row; what it means follows. */
  private static String row(Task task, TaskOption option) {
    return "\n| `%s` | `%s` | %s | `%s` | "
        .formatted(
            task.name(), option.name(), String.join(", ", option.values()), option.otherwise());
  }

  @Test
  void everyTaskHasARow() {
    assertThat(page.keys("## Tasks")).containsAll(Tasks.all().stream().map(Task::name).toList());
  }
}
