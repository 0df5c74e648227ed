package dev.sparring.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A PyTorch of the host's that does not load. */
@EnabledOnOs(OS.LINUX)
final class BrokenEngineIT {
  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"score bundled", "doctor"})
  void oneLineNamesTheLibraryAndWhatIsWrongWithIt(String command) throws IOException {
    Path libraries = Files.createDirectory(directory.resolve("lib"));
    for (String name : new String[] {"libc10.so", "libtorch_cpu.so", "libtorch.so"}) {
      Files.writeString(libraries.resolve(name), "no library");
    }
    TrainingProcess process =
        TrainingProcess.start(
            directory.resolve("out"),
            Map.of("PYTORCH_LIBRARY_PATH", libraries.toString(), "PYTORCH_VERSION", "2.7.1"),
            List.of(command.split(" ")));
    assertThat(process.end()).isEqualTo(1);
    assertThat(process.output().lines().filter(line -> line.startsWith("sparring: ")))
        .singleElement()
        .asString()
        .contains("PyTorch", libraries.toString(), "file too short");
  }
}
