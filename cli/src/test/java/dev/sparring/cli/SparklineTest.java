package dev.sparring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SparklineTest {
  @Test
  void it_rises_with_its_values() {
    List<Double> rising = IntStream.range(0, 8).mapToObj(i -> (double) i).toList();
    assertThat(Sparkline.of(rising, 40)).isEqualTo("▁▂▃▄▅▆▇█");
  }

  @Test
  void what_was_not_measured_is_a_dot() {
    assertThat(Sparkline.of(List.of(1., Double.NaN, 2.), 40)).isEqualTo("▁·█");
  }

  @Test
  void a_constant_is_a_level_line() {
    assertThat(Sparkline.of(List.of(3., 3., 3.), 40)).isEqualTo("▅▅▅");
  }

  @Test
  void many_values_share_the_room() {
    List<Double> many = IntStream.range(0, 1000).mapToObj(i -> (double) i).toList();
    assertThat(Sparkline.of(many, 40)).hasSize(40).startsWith("▁").endsWith("█");
  }

  @Test
  void nothing_is_nothing() {
    assertThat(Sparkline.of(List.of(), 40)).isEmpty();
  }
}
