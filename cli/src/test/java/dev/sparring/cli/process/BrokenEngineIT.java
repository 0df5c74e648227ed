package dev.sparring.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.orchestrator.run.RunContents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A PyTorch of the host's that does not load. */
@EnabledOnOs(OS.LINUX)
final class BrokenEngineIT {
  @TempDir private Path directory;

  private final Map<String, String> environment = new TreeMap<>();
  private Path libraries;

  @BeforeEach
  void noLibraries() throws IOException {
    libraries = Files.createDirectory(directory.resolve("lib"));
    for (String name : new String[] {"libc10.so", "libtorch_cpu.so", "libtorch.so"}) {
      Files.writeString(libraries.resolve(name), "no library");
    }
    environment.put("PYTORCH_LIBRARY_PATH", libraries.toString());
    environment.put("PYTORCH_VERSION", "2.7.1");
    environment.put("XDG_STATE_HOME", directory.resolve("state").toString());
  }

  private TrainingProcess fails(String... arguments) {
    TrainingProcess process =
        TrainingProcess.start(directory.resolve("out"), environment, List.of(arguments));
    assertThat(process.end()).isEqualTo(1);
    return process;
  }

  @Test
  void oneLineNamesTheLibraryAndWhatIsWrongWithItAndTheFileWithTheStackTrace() throws IOException {
    TrainingProcess process = fails("score", "bundled");
    List<Path> traces = RunContents.list(directory.resolve("state/sparring/errors"));
    assertThat(traces).hasSize(1);
    assertThat(process.output().lines().filter(line -> line.startsWith("sparring: ")))
        .singleElement()
        .asString()
        .contains("PyTorch", libraries.toString(), "file too short")
        .endsWith("; the stack trace is in " + traces.get(0));
    assertThat(process.output()).doesNotContain("\tat ");
    assertThat(traces.get(0)).content().contains("file too short", "\n\tat ", "Caused by: ");
  }

  @Test
  void theDoctorSaysSoToo() {
    assertThat(fails("doctor").output()).contains("PyTorch", "file too short");
  }

  @Test
  void withTheVariableSetTheStackTraceIsPrinted() {
    environment.put("SPARRING_STACKTRACE", "1");
    assertThat(fails("score", "bundled").output())
        .contains("sparring: ", "\n\tat ", "Caused by: ")
        .doesNotContain("the stack trace is in");
    assertThat(directory.resolve("state")).doesNotExist();
  }
}
