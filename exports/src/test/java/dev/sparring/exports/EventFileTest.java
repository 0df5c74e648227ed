package dev.sparring.exports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFileTest {
  @TempDir private Path folder;

  private List<Protobuf> events() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return Protobuf.events(Files.readAllBytes(files.findFirst().orElseThrow()));
    }
  }

  @Test
  void theMaskedSumIsThatOfTensorFlow() {
    byte[] digits = "123456789".getBytes(StandardCharsets.US_ASCII); // RFC 3720: CRC e3069283
    assertThat(EventFile.maskedCrc(digits, 0, 9)).isEqualTo(0xc78ab0e5);
  }

  @Test
  void scalarsHistogramsAndTextsAreReadBack() throws IOException {
    Buckets buckets = Buckets.of(new double[] {0, 1, 1, 0.5});
    try (EventFile file = EventFile.create(folder, 1_700_000_000_500L)) {
      file.begin(1_700_000_000_500L, 3);
      file.write(
          1_700_000_001_000L,
          3,
          List.of(
              EventFile.scalar("solver/reward", .25),
              EventFile.histogram("solver/rewards", buckets),
              EventFile.text("problems", "ü <b>")));
    }
    List<Protobuf> events = events();
    assertThat(events.get(0).text(3)).isEqualTo("brain.Event:2");
    assertThat(events.get(1).message(7).one(1)).isEqualTo(1L);
    assertThat(events.get(1).one(2)).isEqualTo(3L);
    Protobuf written = events.get(2);
    assertThat(written.number(1)).isEqualTo(1_700_000_001.0);
    assertThat(written.one(2)).isEqualTo(3L);
    List<Protobuf> values = written.message(5).all(1);
    assertThat(values.get(0).text(1)).isEqualTo("solver/reward");
    assertThat(values.get(0).one(2)).isEqualTo(.25f);
    Protobuf histogram = values.get(1).message(5);
    assertThat(histogram.number(1)).isZero();
    assertThat(histogram.number(2)).isEqualTo(1);
    assertThat(histogram.number(3)).isEqualTo(4);
    assertThat(histogram.number(4)).isEqualTo(2.5);
    assertThat(histogram.number(5)).isEqualTo(2.25);
    assertThat(histogram.numbers(6)).hasSize(30).isSorted().endsWith(1);
    assertThat(histogram.numbers(7)).hasSize(30).startsWith(1).endsWith(2);
    Protobuf tensor = values.get(2).message(8);
    assertThat(tensor.text(8)).isEqualTo("ü <b>");
    assertThat(tensor.one(1)).isEqualTo(7L);
    assertThat(values.get(2).message(9).message(1).text(1)).isEqualTo("text");
  }

  @Test
  void filesOfTheSameSecondHaveNamesThatSortInTheOrderInWhichTheyWereBegun() throws IOException {
    for (int i = 0; i < 3; i++) {
      EventFile.create(folder, 1_700_000_000_500L).close();
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(Path::getFileName).map(Path::toString).sorted())
          .containsExactly(
              "events.out.tfevents.1700000000.000.sparring",
              "events.out.tfevents.1700000000.001.sparring",
              "events.out.tfevents.1700000000.002.sparring");
    }
  }

  @Test
  void equalValuesAreOneBucketAndEveryValueIsInOne() {
    Buckets equal = Buckets.of(new double[] {7, 7, 7});
    assertThat(equal.limits()).containsExactly(7);
    assertThat(equal.counts()).containsExactly(3);
    Buckets spread = Buckets.of(new double[] {-1, 0, .1, 2, 2, 5});
    double sum = 0;
    for (double count : spread.counts()) {
      sum += count;
    }
    assertThat(sum).isEqualTo(6, within(0.0));
  }
}
