package dev.sparring.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.testkit.RunFiles;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Processes whose class path has other providers of SLF4J than ours. */
final class LogProvidersTest {
  private static final List<String> PROVIDERS =
      List.of("logback-classic", "logback-core", "slf4j-simple", "slf4j-nop");

  @TempDir private static Path directory;
  private static Path expected;

  @BeforeAll
  static void theSameRunHere() {
    expected = Runs.play(directory, "expected");
  }

  @ParameterizedTest
  @CsvSource({
    "simple,  slf4j-simple,                 '',                                    false",
    "nop,     slf4j-nop,                    '',                                    false",
    "none,    '',                           '',                                    false",
    "chosen,  slf4j-simple logback,         org.slf4j.simple.SimpleServiceProvider, false",
    "logback, logback,                      '',                                    true",
    "both,    logback slf4j-simple,         ch.qos.logback.classic.spi.LogbackServiceProvider, true"
  })
  void aRunEndsAsItDoesHereWhateverWritesItsLog(
      String name, String kept, String chosen, boolean files) throws Exception {
    Path output = directory.resolve(name + ".out");
    Process process = start(name, kept, chosen, output);
    boolean ended = process.waitFor(2, TimeUnit.MINUTES);
    process.destroyForcibly();
    String said = Files.readString(output);
    assertThat(ended).as(said).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    assertThat(said.lines()).contains("completed");
    Path run = directory.resolve(name);
    RunFiles.assertSame(run, expected);
    String note = "note: no log files of actors in " + run.resolve("logs") + ": they need Logback";
    if (files) {
      assertThat(said).doesNotContain("note:");
      assertThat(run.resolve("logs/worker.log")).content().hasLineCount(8);
    } else {
      assertThat(said.lines().filter(line -> line.startsWith(note))).hasSize(1);
      assertThat(run.resolve("logs")).isEmptyDirectory();
    }
    if (!files && kept.contains("slf4j-simple")) {
      assertThat(said).contains("INFO dev.sparring.solver.Solver - 16 answers to 4 problems");
    }
  }

  private static Process start(String name, String kept, String chosen, Path output)
      throws IOException {
    return PlayMain.start(
        output,
        classPath(kept),
        chosen.isEmpty() ? List.of() : List.of("-Dslf4j.provider=" + chosen),
        List.of(directory.toString(), name));
  }

  /** That of this process, with no other providers than those whose names begin so. */
  private static String classPath(String kept) {
    List<String> wanted = Arrays.stream(kept.split(" ")).filter(k -> !k.isEmpty()).toList();
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(
            entry -> {
              String jar = Path.of(entry).getFileName().toString();
              return PROVIDERS.stream().noneMatch(jar::startsWith)
                  || wanted.stream().anyMatch(jar::startsWith);
            })
        .collect(Collectors.joining(File.pathSeparator));
  }
}
