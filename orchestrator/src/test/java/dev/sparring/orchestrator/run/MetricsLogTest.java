package dev.sparring.orchestrator.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MetricsLogTest {
  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void threeSteps() throws IOException {
    file = directory.resolve("metrics.jsonl");
    for (int step = 1; step <= 3; step++) {
      MetricsLog.append(file, step, Map.of("solver/reward", step / 7.0, "eval/gap", Double.NaN));
    }
  }

  @Test
  void aStepIsALineInOrderOfItsKeysAndWhatIsNotMeasuredIsNull() throws IOException {
    assertThat(Files.readAllLines(file).get(0))
        .isEqualTo("{\"step\":1,\"eval/gap\":null,\"solver/reward\":0.14285714285714285}");
  }

  @Test
  void cuttingKeepsTheStepsBeforeByteForByte() throws IOException {
    String before = Files.readString(file);
    MetricsLog.cutAfter(file, 2);
    assertThat(before).startsWith(Files.readString(file));
    assertThat(Files.readAllLines(file)).hasSize(2);
    MetricsLog.cutAfter(file, 0);
    assertThat(file).isEmptyFile();
  }

  @Test
  void whateverACrashLeftAtTheEndIsNoStepAndIsCut() throws IOException {
    String whole = Files.readString(file);
    byte[][] tails = {
      "{\"step\":4,\"solver/re".getBytes(java.nio.charset.StandardCharsets.UTF_8),
      new byte[4096],
      {(byte) 0xff, (byte) 0xfe, '\n', '1'},
      {'4', '\n'}
    };
    for (byte[] tail : tails) {
      Files.write(file, tail, StandardOpenOption.APPEND);
      assertThat(MetricsLog.read(file)).hasSize(3);
      MetricsLog.cutAfter(file, 3);
      assertThat(file).hasContent(whole);
    }
  }

  @Test
  void aRunWithoutMetricsHasNoSteps() throws IOException {
    Path none = directory.resolve("none.jsonl");
    MetricsLog.cutAfter(none, 0);
    assertThat(MetricsLog.read(none)).isEmpty();
  }
}
