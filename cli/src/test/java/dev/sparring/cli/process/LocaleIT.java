package dev.sparring.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.testkit.RunFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole runs on machines whose language has other digits, or other capitals. */
final class LocaleIT {
  private static final int STEPS = 6;

  @TempDir private static Path directory;
  private static Path expected;

  @BeforeAll
  static void theSameRunInThisLocale() {
    expected = directory.resolve("expected");
    TrainingProcess process = train(expected, "");
    assertThat(process.end()).as(process::output).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "persian, -Duser.language=fa -Duser.country=IR,                              the same",
    "arabic,  -Duser.language=ar -Duser.country=EG -Duser.extensions=u-nu-arab, the same",
    "turkish, -Duser.language=tr -Duser.country=TR,                              the same",
    "moved,   -Duser.language=fa -Duser.country=IR,                              ours"
  })
  void aRunThatIsKilledAndGoesOnIsTheSameInEveryLocale(String name, String options, String then)
      throws IOException {
    Path run = directory.resolve(name);
    TrainingProcess killed = train(run, options);
    assertThat(killed.reaches(() -> rounds(run) >= 3)).as(killed::output).isTrue();
    killed.kill();
    TrainingProcess resumed = train(run, then.equals("ours") ? "" : options);
    assertThat(resumed.end()).as(resumed::output).isZero();
    assertThat(resumed.output()).contains("going on from " + run.resolve("checkpoints/00000"));
    RunFiles.assertSame(run, expected);
    RunFiles.assertLedgerComplete(run, STEPS, 4, 4);
    try (var files = Files.walk(run)) {
      assertThat(files.map(file -> run.relativize(file).toString()))
          .allMatch(file -> file.matches("\\p{ASCII}*"));
    }
    assertThat(inspect(run, options)).isEqualTo(inspect(run, ""));
  }

  private static String inspect(Path run, String options) {
    TrainingProcess shown = sparring(run, options, List.of("inspect", run.toString(), "--step=2"));
    assertThat(shown.end()).as(shown::output).isZero();
    return shown.output().lines().filter(line -> !line.startsWith("NOTE: ")).toList().toString();
  }

  private static TrainingProcess train(Path run, String options) {
    List<String> arguments = new ArrayList<>(List.of("train"));
    if (Files.exists(run)) {
      arguments.addAll(List.of("--resume", run.toString()));
    } else {
      arguments.addAll(List.of("--name", run.getFileName().toString()));
      RunFiles.tiny(directory, "run.steps", "" + STEPS)
          .forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
    }
    return sparring(run, options, arguments);
  }

  private static TrainingProcess sparring(Path run, String options, List<String> arguments) {
    return TrainingProcess.start(
        run.resolveSibling(run.getFileName() + ".out"),
        options.isEmpty() ? Map.of() : Map.of("JDK_JAVA_OPTIONS", options),
        arguments);
  }

  private static int rounds(Path run) {
    try {
      return RunFiles.metrics(run).size();
    } catch (IOException e) {
      return 0; // a line is being written
    }
  }
}
