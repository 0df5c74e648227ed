package dev.sparring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.core.task.Task;
import dev.sparring.core.task.Tasks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What class files do not tell, read from the sources of all modules. */
class SourcesTest {
  private static final List<String> MODULES =
      List.of(
          "core",
          "chat-template",
          "cluster",
          "testkit",
          "policy",
          "proposer",
          "solver",
          "verifier",
          "sandbox",
          "code",
          "systems",
          "orchestrator",
          "exports",
          "dashboard",
          "cli");

  @Test
  void nothingButATaskItselfKnowsItsName() {
    String names =
        Tasks.all().stream().map(Task::name).map(Pattern::quote).collect(Collectors.joining("|"));
    Pattern literal = Pattern.compile("\"(" + names + ")\"");
    assertThat(mainSources())
        .filteredOn(file -> !file.getParent().endsWith(Path.of("core", "task")))
        .filteredOn(file -> !file.getParent().endsWith(Path.of("sparring", "code")))
        .filteredOn(file -> !file.getParent().endsWith(Path.of("systems", "edit")))
        .filteredOn(file -> literal.matcher(text(file)).find())
        .isEmpty();
  }

  @Test
  void everyPackageSaysWhatLivesInIt() {
    Set<Path> packages =
        mainSources().stream().map(Path::getParent).collect(Collectors.toCollection(TreeSet::new));
    assertThat(packages)
        .hasSizeGreaterThan(20)
        .allSatisfy(
            folder ->
                assertThat(folder.resolve("package-info.java"))
                    .content()
                    .as("%s", folder)
                    .startsWith("/**"));
  }

  private static List<Path> mainSources() {
    return MODULES.stream()
        .map(module -> Path.of("..", module, "src", "main", "java"))
        .flatMap(SourcesTest::javaFiles)
        .toList();
  }

  private static Stream<Path> javaFiles(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
