package dev.sparring.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sparring.cli.report.CurveChart.Point;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CurveChartTest {
  private static String drawn(boolean share, List<List<Point>> curves) {
    Html html = new Html();
    new CurveChart("some/metric", share, curves).write(html, List.of("one", "two"));
    return html.toString();
  }

  @Test
  void aShareIsDrawnOnAnAxisFromZeroToOne() {
    assertThat(drawn(true, List.of(List.of(new Point(1, 0), new Point(3, 1)), List.of())))
        .contains("class=\"curve c1\" d=\"M52.0 130.0L352.0 8.0\"")
        .doesNotContain("curve c2")
        .contains("aria-label=\"some/metric: one from 0 to 1, two not measured\"");
  }

  @Test
  void aConstantOfAnySizeIsDrawnInTheMiddle() {
    assertThat(drawn(false, List.of(List.of(new Point(1, 1e7), new Point(2, 1e7)), List.of())))
        .contains("d=\"M52.0 69.0L352.0 69.0\"")
        .doesNotContain("NaN");
  }

  @Test
  void longRunsAreThinnedWithoutALossOfTheirMean() {
    List<Point> points = IntStream.rangeClosed(1, 9000).mapToObj(i -> new Point(i, i % 7)).toList();
    List<Point> thinned = CurveChart.thinned(points);
    assertThat(thinned).hasSize(300);
    assertThat(thinned.stream().mapToDouble(Point::value).average().orElseThrow())
        .isCloseTo(points.stream().mapToDouble(Point::value).average().orElseThrow(), within(1e-9));
  }
}
