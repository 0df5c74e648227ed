package dev.sparring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks and rewards from a jar of somebody else. */
final class ClasspathTest {
  private static final Path TASK =
      Path.of("..", "examples", "embedding", "task", "src", "main", "java", "LastDigits.java");
  private static final String REWARD =
      """
      import dev.sparring.core.*;
      import dev.sparring.core.check.Judgement;
      import dev.sparring.core.reward.SolverRule;
      import java.util.Optional;

      public final class Short implements SolverRule {
        @Override
        public String configName() {
          return "short";
        }

        @Override
        public Outcome reward(
            Attempt attempt, Judgement judgement, Optional<String> truth, RandomStream stream) {
          return new Outcome.Scored(attempt.answer().filter(a -> a.length() < 3).isPresent() ? 1 : 0);
        }
      }
      """;

  @TempDir private static Path folder;
  private static Path jar;
  private static Path other;

  @BeforeAll
  static void jars() throws IOException {
    Path classes = Files.createDirectories(folder.resolve("classes"));
    Path reward = Files.writeString(folder.resolve("Short.java"), REWARD);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    var files =
        compiler
            .getStandardFileManager(null, null, null)
            .getJavaFileObjectsFromPaths(List.of(TASK, reward));
    List<String> options =
        List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path"));
    assertThat(compiler.getTask(said, null, null, options, null, files).call())
        .as("%s", said)
        .isTrue();
    Map<String, byte[]> entries = new TreeMap<>();
    try (Stream<Path> found = Files.list(classes)) {
      for (Path file : found.toList()) {
        entries.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
    entries.put("META-INF/services/dev.sparring.core.task.Task", bytes("LastDigits"));
    entries.put("META-INF/services/dev.sparring.core.reward.SolverRule", bytes("Short"));
    jar = jar("plug-ins.jar", entries);
    entries.put("more", bytes("more"));
    other = jar("other.jar", entries);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Path jar(String name, Map<String, byte[]> entries) throws IOException {
    Path file = folder.resolve(name);
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream written = new JarOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        written.putNextEntry(new JarEntry(entry.getKey()));
        written.write(entry.getValue());
      }
    }
    return file;
  }

  @Test
  void aRunUsesPluginsNamesTheirJarAndGoesOnWithNoOther() throws IOException {
    Cli.Result trained =
        Cli.train(
            folder,
            "--name=own",
            "--classpath=" + jar,
            "--set=task=last-digits",
            "--set=learn.decay=constant",
            "--set=solver.reward=short");
    assertThat(trained.code()).as("%s", trained).isZero();
    Path run = folder.resolve("own");
    assertThat(Files.readAllLines(run.resolve("run.conf")))
        .anyMatch(l -> l.matches("# plug-in task last-digits: plug-ins.jar sha256 [0-9a-f]{64}"))
        .anyMatch(l -> l.matches("# plug-in reward short: plug-ins.jar sha256 [0-9a-f]{64}"));

    String[] resume = {"train", "--resume=" + run, "--set=run.steps=3", "--classpath=" + other};
    Cli.Result refused = Cli.sparring(resume);
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.complaint())
        .contains("began with reward short of plug-ins.jar", "other.jar", "--classpath");
    resume[3] = "--classpath=" + Files.copy(jar, folder.resolve("renamed.jar"));
    assertThat(Cli.sparring(resume).code()).isZero();

    Cli.Result without = Cli.sparring("eval", run.toString());
    assertThat(without.code()).isEqualTo(2);
    assertThat(without.complaint()).contains("solver.reward holds \"short\"");
    Cli.Result measured =
        Cli.sparring("eval", run.toString(), "--classpath=" + jar, "--problems=4", "--samples=2");
    assertThat(measured.code()).as("%s", measured).isZero();
  }

  @Test
  void aMistakeInTheClassPathIsSaidInOneLine() throws IOException {
    Cli.Result missing = Cli.sparring("validate", "--classpath=" + folder.resolve("no.jar"));
    assertThat(missing.code()).isEqualTo(2);
    assertThat(missing.complaint()).contains("no.jar", "not there");

    Path empty =
        jar(
            "empty.jar",
            Map.of("META-INF/services/dev.sparring.core.task.Task", bytes("NoSuchTask")));
    Cli.Result broken = Cli.sparring("validate", "--classpath=" + empty);
    assertThat(broken.code()).isEqualTo(2);
    assertThat(broken.complaint()).contains("plug-in", "NoSuchTask");
  }
}
