package dev.sparring.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.testkit.RunFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A run that fails, with the log configuration that users have. */
@DisabledOnOs(OS.WINDOWS)
final class FailedRunIT {
  @TempDir private Path directory;
  private final Map<String, String> environment = new TreeMap<>();

  /** Trains, and puts a file in the place of the folder of rollouts. */
  private String fails(String name) throws IOException {
    environment.put("JDK_JAVA_OPTIONS", "-Dlogback.configurationFile=logback.xml");
    List<String> arguments = new ArrayList<>(List.of("train", "--name", name));
    RunFiles.tiny(directory)
        .forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
    TrainingProcess process =
        TrainingProcess.start(directory.resolve(name + ".out"), environment, arguments);
    Path run = directory.resolve(name);
    assertThat(process.reaches(() -> Files.exists(run.resolve("run.conf")))).isTrue();
    Files.move(run.resolve("rollouts"), run.resolve("elsewhere"));
    Files.writeString(run.resolve("rollouts"), "no folder");
    assertThat(process.end()).as(process::output).isEqualTo(1);
    return process.output();
  }

  @Test
  void oneLineNamesTheLogWithTheStackTrace() throws IOException {
    String said = fails("quiet");
    Path log = directory.resolve("quiet/logs/orchestrator.log");
    assertThat(said.lines().filter(line -> line.startsWith("sparring: ")))
        .singleElement()
        .asString()
        .contains("can't write the run: ")
        .endsWith("; the stack trace is in " + log);
    assertThat(said).doesNotContain("\tat ", "ERROR");
    assertThat(log).content().contains("UncheckedIOException: can't write the run", "\n\tat ");
  }

  @Test
  void askedForTheStackTraceIsOnStandardErrorAndInTheLog() throws IOException {
    environment.put("SPARRING_STACKTRACE", "1");
    String said = fails("loud");
    assertThat(said.lines().filter(line -> line.startsWith("sparring: "))).hasSize(1);
    assertThat(said).contains("UncheckedIOException: can't write the run", "\n\tat ");
    assertThat(directory.resolve("loud/logs/orchestrator.log")).content().contains("\n\tat ");
  }
}
