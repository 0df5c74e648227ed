package dev.sparring.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Failures of ours: one line, which says where the stack trace is. */
final class FailureFileTest {
  @TempDir private Path directory;

  /** Calls a command whose standard input breaks down. */
  private static Cli.Result broken(Supplier<Throwable> failure, String... arguments) {
    InputStream own = System.in;
    try {
      System.setIn(
          new InputStream() {
            @Override
            public int read() throws IOException {
              Throwable thrown = failure.get();
              if (thrown instanceof Error error) {
                throw error;
              }
              throw (IOException) thrown;
            }
          });
      return Cli.sparring(arguments);
    } finally {
      System.setIn(own);
    }
  }

  private static Path named(Cli.Result said) {
    return Path.of(said.complaint().replaceFirst(".*; the stack trace is in ", ""));
  }

  @Test
  void theLineNamesAFileWithTheStackTraceAndWhatItWasMadeWith() {
    Cli.Result said = broken(() -> new IOException("a cable was pulled"), "score", "bundled");
    assertThat(said.code()).isEqualTo(Main.FAILURE);
    assertThat(said.complaint())
        .startsWith("sparring: a cable was pulled; the stack trace is in ")
        .matches(".*-score(-[0-9]+)?\\.log");
    assertThat(named(said))
        .content()
        .startsWith("sparring score bundled\n")
        .contains("\njava ", "java.io.IOException: a cable was pulled\n\tat ");
  }

  @Test
  void anErrorOfJavaIsOneLineAsWell() {
    Cli.Result said =
        broken(() -> new StackOverflowError("too deep"), "generate", "bundled", "--max-tokens=1");
    assertThat(said.code()).isEqualTo(Main.FAILURE);
    assertThat(said.complaint()).startsWith("sparring: too deep; the stack trace is in ");
    assertThat(named(said)).content().contains("java.lang.StackOverflowError: too deep\n\tat ");
  }

  @Test
  void failuresOfOneSecondHaveAFileEach() {
    Path first = named(broken(() -> new IOException("first"), "score", "bundled"));
    Path second = named(broken(() -> new IOException("second"), "score", "bundled"));
    assertThat(second).isNotEqualTo(first).content().contains("IOException: second");
    assertThat(first).content().contains("IOException: first");
  }

  /** Its folder of rollouts is taken away while it is played. */
  @Test
  void ofARunThatFailsTheLineNamesItsLogWithTheStackTrace() throws Exception {
    Path run = directory.resolve("broken");
    Path rollouts = run.resolve("rollouts");
    Thread breaks =
        new Thread(
            () -> {
              while (!Files.exists(run.resolve("run.conf"))) {
                Thread.onSpinWait();
              }
              assertThatNoException()
                  .isThrownBy(
                      () -> {
                        Files.move(rollouts, run.resolve("elsewhere"));
                        Files.writeString(rollouts, "no folder");
                      });
            });
    breaks.start();
    Cli.Result said = Cli.train(directory, "--name=broken");
    breaks.join();
    assertThat(said.code()).as(said.toString()).isEqualTo(Main.FAILURE);
    Path log = run.resolve("logs/orchestrator.log");
    assertThat(said.complaint())
        .startsWith("sparring: can't write the run: ")
        .endsWith("; the stack trace is in " + log);
    assertThat(log).content().contains("UncheckedIOException: can't write the run: ", "\n\tat ");
  }

  @Test
  void askedForTheStackTraceIsPrintedAndNoFileIsWritten() {
    for (String[] arguments :
        List.of(
            new String[] {"score", "bundled", "--stacktrace"},
            new String[] {"--stacktrace", "score", "bundled"})) {
      Cli.Result said = broken(() -> new IOException("a cable was pulled"), arguments);
      assertThat(said.code()).isEqualTo(Main.FAILURE);
      assertThat(said.err())
          .startsWith(
              "sparring: a cable was pulled\njava.io.IOException: a cable was pulled\n\tat ")
          .doesNotContain("the stack trace is in");
    }
  }

  @Test
  void aMistakeIsOneLineEvenWhenStackTracesAreWanted() {
    for (String[] arguments :
        List.of(
            new String[] {"score", "nowhere", "--stacktrace"},
            new String[] {"train", "--set=run.steps=many", "--stacktrace"},
            new String[] {"train", "--stacktrace", "--nothing"},
            new String[] {"score", "nowhere"})) {
      Cli.Result said = Cli.sparring(arguments);
      assertThat(said.code()).isEqualTo(Main.MISTAKE);
      assertThat(said.complaint()).doesNotContain("stack trace");
    }
  }

  @Test
  void theFolderIsThatOfTheSpecification() {
    Path home = directory.resolve("home");
    Map<String, String> environment = Map.of("HOME", home.toString());
    assertThat(FailureFile.of(environment).state()).isEqualTo(home.resolve(".local/state"));
    environment = Map.of("HOME", home.toString(), "XDG_STATE_HOME", directory.toString());
    assertThat(FailureFile.of(environment).state()).isEqualTo(directory);
    environment = Map.of("HOME", home.toString(), "XDG_STATE_HOME", "relative");
    assertThat(FailureFile.of(environment).state()).isEqualTo(home.resolve(".local/state"));
    assertThat(FailureFile.of(Map.of()).state()).isAbsolute();
  }

  @Test
  void whereTheFolderCanNotBeWrittenTheTemporaryOneIsTakenAndElseNone() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "no folder");
    RuntimeException failure = new IllegalStateException("a bug");
    FailureFile blocked = new FailureFile(file.resolve("state"), directory);
    assertThat(blocked.write(failure, "train", List.of("train")))
        .hasValueSatisfying(
            written ->
                assertThat(written.getFileName().toString())
                    .matches("sparring-error-[0-9]{8}-[0-9]{6}-train\\.log"));
    FailureFile nowhere = new FailureFile(file.resolve("state"), file.resolve("temporary"));
    assertThat(nowhere.write(failure, "train", List.of("train"))).isEmpty();
  }

  @Test
  void ofARunTheLogWithTheStackTraceIsNamed() throws IOException {
    Path logs = Files.createDirectories(directory.resolve("logs"));
    Files.writeString(logs.resolve("worker.log"), "12:00 INFO learned\n");
    assertThat(FailureFile.ofRun(directory)).isEqualTo("its logs are in " + logs);
    Files.writeString(
        logs.resolve("solver.log"), "12:00 ERROR failed\njava.lang.Error: x\n\tat a.b(c)\n");
    assertThat(FailureFile.ofRun(directory))
        .isEqualTo("the stack trace is in " + logs.resolve("solver.log"));
    assertThat(FailureFile.ofRun(directory.resolve("none")))
        .isEqualTo("its logs are in " + directory.resolve("none/logs"));
  }
}
