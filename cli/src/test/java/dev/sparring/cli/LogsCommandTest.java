package dev.sparring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.testkit.Await;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class LogsCommandTest {
  private static final String LINE = "2026-11-27 10:00:00.001 INFO  [solver step 1 policy 0] ";
  @TempDir private Path folder;

  /** A run that has a configuration and one line in the log of its solver. */
  private Path run(String text) throws IOException {
    Path logs = Files.createDirectories(folder.resolve("run").resolve("logs"));
    Files.copy(Cli.run().resolve("run.conf"), folder.resolve("run").resolve("run.conf"));
    Files.writeString(logs.resolve("solver.log"), LINE + text + "\n");
    return folder.resolve("run");
  }

  @Test
  void theActorsOfARunAreShownInTheOrderOfTimeAndRounds() {
    Cli.Result said = Cli.sparring("logs", Cli.run().toString());
    assertThat(said.code()).isZero();
    List<String> lines = said.out().lines().toList();
    assertThat(lines.stream().map(line -> line.substring(0, 23))).isSorted().hasSizeGreaterThan(8);
    assertThat(said.out())
        .containsSubsequence(
            "[proposer step 1 ", "[solver step 1 ", "[verifier step 1 ", "[worker step 1 ")
        .containsSubsequence("[worker step 1 ", "[pool step 1 ")
        .containsSubsequence("[worker step 1 ", "[proposer step 2 ");
  }

  @Test
  void oneActorCanBeChosen() {
    Cli.Result said = Cli.sparring("logs", Cli.run().toString(), "--actor=verifier");
    assertThat(said.out().lines()).hasSize(2).allMatch(line -> line.contains("[verifier step "));
  }

  @Test
  void controlCharactersAreShownAsEscapes() throws IOException {
    assertThat(Cli.sparring("logs", run("\u001b[31mred\u202e").toString()).out())
        .isEqualTo(LINE + "\\u001b[31mred\\u202e" + System.lineSeparator());
  }

  @Test
  void followingShowsWhatIsAddedAndEndsWithTheRun() throws Exception {
    Path run = run("first");
    StringWriter out = new StringWriter();
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    Thread logs = new Thread(() -> commandLine.execute("logs", run.toString(), "--follow"));
    logs.start();
    Await.until(() -> out.toString().contains("first"));
    Files.writeString(
        run.resolve("logs").resolve("solver.log"), LINE + "second\n", StandardOpenOption.APPEND);
    Await.until(() -> out.toString().contains("second"));
    assertThat(logs.isAlive()).isTrue();
    Files.writeString(run.resolve("summary.json"), "{}");
    logs.join(10_000);
    assertThat(logs.isAlive()).isFalse();
    assertThat(out.toString().lines()).containsExactly(LINE + "first", LINE + "second");
  }

  @Test
  void anActorThatIsNotThereIsToldWhichAre() throws IOException {
    Path run = run("x");
    assertThat(Cli.sparring("logs", run.toString(), "--actor=slover").complaint())
        .endsWith(run + " has no log of an actor slover; did you mean solver?");
    assertThat(Cli.sparring("logs", run.toString(), "--actor=mlflow").complaint())
        .endsWith("has no log of an actor mlflow; it has solver");
    Files.delete(run.resolve("logs").resolve("solver.log"));
    Cli.Result said = Cli.sparring("logs", run.toString());
    assertThat(said.complaint()).contains(run + " has no logs");
    assertThat(said.code()).isEqualTo(Main.MISTAKE);
  }
}
