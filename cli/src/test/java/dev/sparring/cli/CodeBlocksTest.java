package dev.sparring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.core.RandomStream;
import dev.sparring.core.config.Settings;
import dev.sparring.core.task.Parsed;
import dev.sparring.core.task.Task;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Java and configurations in the documentation are right. */
class CodeBlocksTest {
  @TempDir private Path folder;

  @Test
  void everyJavaBlockCompilesWithoutAWarning() throws IOException {
    List<Path> sources = new ArrayList<>();
    for (DocPage page : DocPage.all()) {
      for (DocPage.Block block : page.blocks()) {
        if (block.info().startsWith("java")) {
          sources.add(saved(block));
        }
      }
    }
    assertThat(sources).hasSizeGreaterThanOrEqualTo(2);
    assertThat(compiled(sources)).isEmpty();
  }

  @Test
  void javaOfTheExampleProjectIsWhatItsFilesHold() throws IOException {
    Path task = Path.of("..", "examples", "embedding", "task", "src", "main", "java");
    int shown = 0;
    for (DocPage page : DocPage.all()) {
      for (DocPage.Block block : page.blocks()) {
        if (block.info().startsWith("java examples/")) {
          Path file = Path.of("..").resolve(block.info().substring("java ".length()));
          assertThat(file).content().isEqualTo(block.text());
          shown++;
        } else if (block.info().endsWith("/LastDigits.java")) {
          assertThat(task.resolve("LastDigits.java")).content().isEqualTo(block.text());
          shown++;
        }
      }
    }
    assertThat(shown).isEqualTo(4);
  }

  @Test
  void everyConfigurationIsTaken() throws IOException {
    Path home = Files.createDirectories(folder.resolve("home"));
    copy(Path.of("../config"), home.resolve("config"));
    int configurations = 0;
    for (DocPage page : DocPage.all()) {
      for (DocPage.Block block : page.blocks()) {
        if (block.info().startsWith("hocon")) {
          Path file = home.resolve(block.info().substring("hocon ".length()));
          Files.createDirectories(file.getParent());
          Files.writeString(file, block.text());
          configurations++;
          assertThat(Settings.load(Optional.of(file), Map.of())).isNotNull();
        }
      }
    }
    assertThat(configurations).isPositive();
  }

  @Test
  void theTaskOfThePageKeepsWhatATaskOwes() throws Exception {
    DocPage.Block block =
        DocPage.of("writing-a-task.md").blocks().stream()
            .filter(b -> b.info().startsWith("java"))
            .findFirst()
            .orElseThrow();
    assertThat(compiled(List.of(saved(block)))).isEmpty();
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
      Task plain = (Task) loader.loadClass("LastDigits").getConstructor().newInstance();
      Task task = plain.with(Map.of("digits", "2"));
      assertThat(plain.topic(RandomStream.of(1))).isNotEmpty();
      assertThat(task.heldOut()).hasSize(100).doesNotHaveDuplicates();
      assertThat(task.heldOut())
          .allSatisfy(
              problem -> {
                assertThat(task.parseProblem(problem)).isInstanceOf(Parsed.Read.class);
                assertThat(task.truth(problem)).isPresent();
              });
      assertThat(key(task, "004+003")).isEqualTo(key(task, "003+004"));
      assertThat(task.truth("345+678")).contains("23");
      assertThat(plain.truth("345+678")).contains("3");
      assertThat(task.parseAnswer(":13,12,10#1023")).isEqualTo(Parsed.of("23"));
      assertThat(task.parseAnswer("1023")).isInstanceOf(Parsed.Malformed.class);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  private static String key(Task task, String problem) {
    return task.parseProblem(problem).map(Task.Statement::key).orElse(reason -> reason);
  }

  /** Writes a block into a file of the name behind its language. */
  private Path saved(DocPage.Block block) throws IOException {
    assertThat(block.info()).as("a Java block names its file").matches("java \\S+\\.java");
    Path name = Path.of(block.info().substring("java ".length())).getFileName();
    return Files.writeString(folder.resolve(name), block.text());
  }

  private String compiled(List<Path> sources) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    var files =
        compiler.getStandardFileManager(null, null, null).getJavaFileObjectsFromPaths(sources);
    List<String> options =
        List.of(
            "-Xlint:all", "-d", folder.toString(), "-cp", System.getProperty("java.class.path"));
    boolean done = compiler.getTask(said, null, null, options, null, files).call();
    return done ? said.toString() : "failed: " + said;
  }
}
