package dev.sparring.dashboard.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.dashboard.TestRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsFileTest {
  @TempDir private Path folder;
  private TestRun run;
  private MetricsFile file;
  private final List<Integer> steps = new ArrayList<>();

  private final MetricsFile.Reader reader =
      new MetricsFile.Reader() {
        @Override
        public void restart() {
          steps.clear();
          steps.add(-1);
        }

        @Override
        public void row(MetricsRow row) {
          steps.add(row.step());
        }
      };

  @BeforeEach
  void open() throws IOException {
    run = TestRun.in(folder, "one");
    file = new MetricsFile(run.folder().metrics());
  }

  @Test
  void aRunWithoutARoundHasNoRows() throws IOException {
    assertThat(file.poll(reader)).isFalse();
    assertThat(steps).isEmpty();
    assertThat(file.last()).isZero();
  }

  @Test
  void eachRoundIsReadOnceHoweverOftenTheFileIsLookedAt() throws IOException {
    run.metrics(1, Map.of("a/b", 1.0)).metrics(2, Map.of("a/b", 2.0));
    assertThat(file.poll(reader)).isTrue();
    assertThat(file.poll(reader)).isFalse();
    run.metrics(3, Map.of("a/b", 3.0));
    assertThat(file.poll(reader)).isTrue();
    assertThat(steps).containsExactly(1, 2, 3);
  }

  @Test
  void aLineIsReadWhenItsEndIsThere() throws IOException {
    run.append("{\"step\":1,\"a/b\":").metrics(9, Map.of());
    file = new MetricsFile(run.folder().metrics());
    Files.writeString(run.folder().metrics(), "{\"step\":1}\n{\"step\":2,\"a/");
    assertThat(file.poll(reader)).isTrue();
    assertThat(steps).containsExactly(1);
    run.append("b\":7}");
    assertThat(file.poll(reader)).isFalse();
    run.append("\n");
    file.poll(reader);
    assertThat(steps).containsExactly(1, 2);
  }

  @Test
  void aResumedRunIsReadFromItsBeginning() throws IOException {
    run.metrics(1, Map.of()).metrics(2, Map.of()).metrics(3, Map.of());
    file.poll(reader);
    Path beside = run.path().resolve("beside");
    Files.writeString(beside, "{\"step\":1}\n{\"step\":2}\n{\"step\":3}\n{\"step\":4}\n");
    Files.move(beside, run.folder().metrics(), StandardCopyOption.REPLACE_EXISTING);
    file.poll(reader);
    assertThat(steps).containsExactly(-1, 1, 2, 3, 4);
    Files.delete(run.folder().metrics());
    file.poll(reader);
    assertThat(steps).containsExactly(-1);
    assertThat(file.size()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[1,2]",
        "{}",
        "{\"step\":\"7\"}",
        "{\"step\":7.5}",
        "{\"step\":-3}",
        "{\"step\":99999999999999}",
        "{\"step\":7",
        "\u0000\u0001\u0002",
        "{\"step\":1,\"earlier than the last\":0}",
        "<script>alert(1)</script>"
      })
  void whatIsNoRoundIsPassedOver(String line) throws IOException {
    run.metrics(5, Map.of()).append(line + "\n").metrics(8, Map.of());
    file.poll(reader);
    assertThat(steps).containsExactly(5, 8);
  }

  @Test
  void aLineOfManyMegabytesIsPassedOver() throws IOException {
    run.append("{\"step\":1,\"x\":\"" + "x".repeat(3 << 20) + "\"}\n").metrics(2, Map.of());
    file.poll(reader);
    assertThat(steps).containsExactly(2);
  }

  @Test
  void fieldsThatAreNoFiguresDoNotHideTheOthers() {
    byte[] line =
        "{\"step\":3,\"a\":null,\"b\":\"text\",\"c\":[1,{\"step\":9}],\"d\":{\"e\":1},\"f\":2.5}"
            .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    MetricsRow row = MetricsRow.parse(line, line.length).orElseThrow();
    assertThat(row.step()).isEqualTo(3);
    assertThat(row.values()).containsOnlyKeys("a", "f");
    assertThat(row.value("a")).isNaN();
    assertThat(row.value("f")).isEqualTo(2.5);
  }

  @Test
  void anyRangeOfRoundsIsReadAgain() throws IOException {
    for (int step = 2; step <= 200; step += 2) {
      run.metrics(step, Map.of("m", (double) step));
      run.append("garbage\n");
    }
    file.poll(reader);
    for (int from = 0; from <= 210; from += 7) {
      for (int to = from - 3; to <= 210; to += 11) {
        List<Double> read = new ArrayList<>();
        file.read(from, to, row -> read.add(row.value("m")));
        List<Double> expected = new ArrayList<>();
        for (int step = 2; step <= 200; step += 2) {
          if (step >= from && step <= to) {
            expected.add((double) step);
          }
        }
        assertThat(read).as("%d to %d", from, to).isEqualTo(expected);
        assertThat(file.between(from, to)).isEqualTo(expected.size());
      }
    }
  }
}
